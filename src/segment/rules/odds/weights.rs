//! The weights: coefficients of two logits, in hundredths.
//!
//! Fitted to 20 211 lines of 496 texts that were labelled by hand: pages of papers,
//! broadcasters, authorities and companies in Chinese, Japanese and Korean, laws, reports,
//! bulletins and notices. The first logit sees a line alone; the second one sees what the
//! first one made of its neighbours, each line having been left out of the fit.

/// What speaks for the page before anything is seen, alone.
pub(super) const ALONE: i16 = 62;

/// What each sign of a line weighs, alone.
pub(super) const ALONE_SIGNS: [i16; 78] = [
    0, 146, 71, 14, 46, -14, 4, -19, -29, -8, 5, 36, -11, -63, -117, -155, -111, -144,
    30, -108, -103, -51, -77, -143, 78, 25, 69, 145, -9, 21, 30, -24, 43, -59, 133, 48,
    93, 120, 8, -54, 52, 43, 0, 81, -231, 27, 34, -30, -5, 5, 59, -73, 58, -18, -3, 98,
    -51, 31, 121, 83, -104, -6, 86, -74, -23, -33, -54, -15, 60, -94, -71, -87, 65, -132,
    -20, -24, 23, -110,
];

/// What speaks for the page before anything is seen, in company.
pub(super) const BESIDE: i16 = 119;

/// What the odds of a line and of those beside it weigh.
pub(super) const BESIDE_ODDS: [i16; 12] = [74, 57, 9, -3, 5, 11, 35, 27, -1, 8, 28, 6];

/// What each sign of a line weighs, in company.
pub(super) const BESIDE_SIGNS: [i16; 78] = [
    0, 100, 47, 39, 34, 9, 56, 42, -22, -7, -21, -31, -7, -38, -83, 0, 18, 7, 1, 33, 1,
    -41, 104, 34, 0, -31, 103, -62, 53, 24, 29, 0, 12, 27, 81, 37, -29, 56, 16, -26, 27,
    -6, -10, -17, 103, 24, -22, -20, 52, 84, 25, 146, 3, 2, 25, -57, -55, -201, -135,
    -72, 150, -71, -160, 159, 20, 9, -17, 51, -23, -12, 29, -38, 9, -116, 45, 86, 97, 70,
];
