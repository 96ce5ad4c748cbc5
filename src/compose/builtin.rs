//! The templates and styles in the binary: one line each.

/// Styles by name. Every other style extends `base`, at one or more removes.
pub(crate) const STYLES: &[(&str, &str)] = &[
    ("official", include_str!("../../styles/official.yaml")),
    ("modern", include_str!("../../styles/modern.yaml")),
    ("large-print", include_str!("../../styles/large-print.yaml")),
    ("base", include_str!("../../styles/base.yaml")),
];

/// The files of a template by name: `template.yaml`, `pack.hbs` and its partials.
pub(crate) type Files = &'static [(&'static str, &'static str)];

macro_rules! folder {
    ($name:literal) => {
        (
            $name,
            &[
                (
                    "template.yaml",
                    include_str!(concat!("../../templates/", $name, "/template.yaml")),
                ),
                (
                    "pack.hbs",
                    include_str!(concat!("../../templates/", $name, "/pack.hbs")),
                ),
                (
                    "article.hbs",
                    include_str!(concat!("../../templates/", $name, "/article.hbs")),
                ),
            ],
        )
    };
}

/// Templates by name.
pub(crate) const TEMPLATES: &[(&str, Files)] =
    &[folder!("digest"), folder!("compilation"), folder!("plain")];
