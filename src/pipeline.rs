//! From a job to finished files: the whole program on one page.
