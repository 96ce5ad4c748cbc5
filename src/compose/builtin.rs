//! The templates and styles in the binary: one line each.

/// Styles by name. Every other style extends `base`, at one or more removes.
pub(crate) const STYLES: &[(&str, &str)] = &[
    ("official", include_str!("../../styles/official.yaml")),
    ("base", include_str!("../../styles/base.yaml")),
];

/// The files of a template by name: `template.yaml`, `pack.hbs` and its partials.
pub(crate) type Files = &'static [(&'static str, &'static str)];

/// Templates by name.
pub(crate) const TEMPLATES: &[(&str, Files)] = &[(
    "digest",
    &[
        ("template.yaml", include_str!("../../templates/digest/template.yaml")),
        ("pack.hbs", include_str!("../../templates/digest/pack.hbs")),
        ("article.hbs", include_str!("../../templates/digest/article.hbs")),
    ],
)];
