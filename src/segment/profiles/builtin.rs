//! The profiles in the binary: one line each.

/// The shipped profiles by name, each with the text of its file.
pub const SHIPPED: &[(&str, &str)] = &[
    ("e-paper", include_str!("../../../profiles/e-paper.yaml")),
    ("government", include_str!("../../../profiles/government.yaml")),
    ("re-post", include_str!("../../../profiles/re-post.yaml")),
    ("wechat", include_str!("../../../profiles/wechat.yaml")),
];
