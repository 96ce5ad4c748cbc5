//! `settings.xml`, the theme, the table of fonts and the document's properties.
//!
//! Belongs here: what holds for the whole file.
//! Does not belong here: anything that a paragraph or a page says for itself.

use std::collections::BTreeSet;

use super::xml::{Element, NAMESPACES, Xml};
use super::{PageNumbers, look};
use crate::compose::{Composition, Furniture, Lang, Paragraph};
use crate::fonts::{Book, Role};

/// What Word must know about the language of a text.
pub(super) struct LineRules {
    /// The language tag of East Asian text.
    pub(super) tag: &'static str,
    /// The number form of footnote marks.
    pub(super) note_numbers: &'static str,
    /// Marks that may not begin a line.
    not_first: &'static str,
    /// Marks that may not end a line.
    not_last: &'static str,
}

impl LineRules {
    /// What holds for the language of a composition.
    pub(super) fn of(lang: Lang) -> Self {
        // A list replaces Word's own, so each names everything: GB/T 15834—2011, 5.1 with
        // the connecting marks of 5.1.6, 5.1.7 and the solidus of 5.1.9 for Chinese, and the
        // signs of units that stay with their number.
        let (tag, not_first, not_last) = match lang {
            Lang::ZhHans => ("zh-CN", CHINESE_NOT_FIRST, CHINESE_NOT_LAST),
            Lang::ZhHant => ("zh-TW", CHINESE_NOT_FIRST, CHINESE_NOT_LAST),
            Lang::Ja => ("ja-JP", JAPANESE_NOT_FIRST, JAPANESE_NOT_LAST),
            Lang::Ko => ("ko-KR", KOREAN_NOT_FIRST, KOREAN_NOT_LAST),
        };
        LineRules { tag, note_numbers: "decimalEnclosedCircle", not_first, not_last }
    }
}

const CHINESE_NOT_FIRST: &str = "!%),.:;>?]}¢¨°·ˇˉ—–―‖’”…‰′″›℃∶、。〃〉》」』】〕〗〞\
    ︰︱︳︴︶︸︺︼︾﹀﹂﹄﹏﹐﹑﹒﹔﹕﹖﹗﹚﹜﹞！＂％＇），－．／：；＞？］｀｜｝～￠/\
    ㎜㎝㎞㎏㎡㎢㎥℉";
const CHINESE_NOT_LAST: &str =
    "$([{£¥‘“‵〈《「『【〔〖〝︵︷︹︻︽︿﹁﹃﹙﹛﹝＄（／［｛￡￥/";
const JAPANESE_NOT_FIRST: &str = "!%),.:;?]}¢°·’”‐–…‰′″℃、。々〉》」』】〕〟ぁぃぅぇぉっゃゅょゎ\
    ゛゜ゝゞァィゥェォッャュョヮヵヶ・ーヽヾ！％），．：；？］｝｡｣､･ｧｨｩｪｫｬｭｮｯｰﾞﾟ￠\
    —～〜㎜㎝㎞㎏㎡㎢㎥℉";
const JAPANESE_NOT_LAST: &str = "$([\\{£¥‘“〈《「『【〔〝＄（［｛｢￡￥";
const KOREAN_NOT_FIRST: &str = "!%),.:;?]}¢°·—’”…‰′″℃、。〉》」』】〕！％），．：；？］｝～￠\
    ㎜㎝㎞㎏㎡㎢㎥℉";
const KOREAN_NOT_LAST: &str = "$([\\{£¥‘“〈《「『【〔＄（［｛￡￥￦";

/// Whether left-hand pages have heads and feet, or margins, of their own.
pub(super) fn sides_differ(composition: &Composition) -> bool {
    let Furniture { head_odd, head_even, foot_odd, foot_even, .. } =
        &composition.furniture;
    let differ = |odd: &Option<Paragraph>, even: &Option<Paragraph>| {
        format!("{odd:?}") != format!("{even:?}")
    };
    composition.sheet.page.duplex
        || differ(head_odd, head_even)
        || differ(foot_odd, foot_even)
}

/// `settings.xml`.
pub(super) fn settings(composition: &Composition, has_notes: bool) -> Vec<u8> {
    let rules = LineRules::of(composition.lang);
    let mut xml = Xml::part();
    xml.open("w:settings", &NAMESPACES[..1]);
    xml.empty("w:zoom", &[("w:percent", "100")]);
    if composition.sheet.page.duplex {
        xml.empty("w:mirrorMargins", &[]);
    }
    xml.element(&Element::val("w:defaultTabStop", 420));
    if sides_differ(composition) {
        xml.empty("w:evenAndOddHeaders", &[]);
    }
    // Traditional Chinese and Korean set full-width marks solid.
    let squeeze = match composition.lang {
        Lang::ZhHans | Lang::Ja => "compressPunctuation",
        Lang::ZhHant | Lang::Ko => "doNotCompress",
    };
    xml.element(&Element::val("w:characterSpacingControl", squeeze));
    for (name, marks) in [
        ("w:noLineBreaksAfter", rules.not_last),
        ("w:noLineBreaksBefore", rules.not_first),
    ] {
        xml.empty(name, &[("w:lang", rules.tag), ("w:val", marks)]);
    }
    if has_notes {
        xml.open("w:footnotePr", &[]);
        xml.element(&Element::val("w:numFmt", rules.note_numbers));
        xml.empty("w:footnote", &[("w:id", "-1")]);
        xml.empty("w:footnote", &[("w:id", "0")]);
        xml.close("w:footnotePr");
    }
    xml.open("w:compat", &[]);
    for name in [
        "w:spaceForUL",
        "w:balanceSingleByteDoubleByteWidth",
        "w:doNotLeaveBackslashAlone",
        "w:ulTrailSpace",
        // A line that is broken by hand in a justified paragraph keeps its width.
        "w:doNotExpandShiftReturn",
        "w:useFELayout",
    ] {
        xml.empty(name, &[]);
    }
    for (name, value) in [
        ("compatibilityMode", "15"),
        ("overrideTableStyleFontSizeAndJustification", "1"),
        ("enableOpenTypeFeatures", "1"),
        ("doNotFlipMirrorIndents", "1"),
        ("differentiateMultirowTableHeaders", "1"),
    ] {
        xml.empty(
            "w:compatSetting",
            &[
                ("w:name", name),
                ("w:uri", "http://schemas.microsoft.com/office/word"),
                ("w:val", value),
            ],
        );
    }
    xml.close("w:compat");
    xml.empty("w:themeFontLang", &[("w:val", "en-US"), ("w:eastAsia", rules.tag)]);
    xml.empty(
        "w:clrSchemeMapping",
        &[
            ("w:bg1", "light1"),
            ("w:t1", "dark1"),
            ("w:bg2", "light2"),
            ("w:t2", "dark2"),
            ("w:accent1", "accent1"),
            ("w:accent2", "accent2"),
            ("w:accent3", "accent3"),
            ("w:accent4", "accent4"),
            ("w:accent5", "accent5"),
            ("w:accent6", "accent6"),
            ("w:hyperlink", "hyperlink"),
            ("w:followedHyperlink", "followedHyperlink"),
        ],
    );
    xml.element(&Element::val("w:decimalSymbol", "."));
    xml.element(&Element::val("w:listSeparator", ","));
    xml.close("w:settings");
    xml.into_bytes()
}

/// `fontTable.xml`: the faces by name, with what Word may take instead of a face that the
/// machine lacks.
pub(super) fn font_table(composition: &Composition, book: &Book) -> Vec<u8> {
    let mut roles = BTreeSet::new();
    for style in &composition.sheet.styles {
        roles.extend([style.font, style.latin]);
    }
    let mut named = BTreeSet::new();
    let mut xml = Xml::part();
    xml.open("w:fonts", &NAMESPACES[..1]);
    for role in roles {
        let name = look::face(book, role);
        if !named.insert(name.clone()) {
            continue;
        }
        let (instead, family) = match role {
            Role::Song => (Some("SimSun"), "roman"),
            Role::Biaosong => (Some("宋体"), "roman"),
            Role::Hei => (Some("SimHei"), "swiss"),
            Role::Kai => (Some("KaiTi"), "script"),
            Role::Fang => (Some("FangSong"), "modern"),
            Role::LatinSerif => (None, "roman"),
            Role::LatinSans => (None, "swiss"),
        };
        let charset = if instead.is_none() { "00" } else { charset(composition.lang) };
        xml.open("w:font", &[("w:name", &name)]);
        if let Some(instead) = instead.filter(|instead| *instead != name) {
            xml.element(&Element::val("w:altName", instead));
        }
        xml.element(&Element::val("w:charset", charset));
        xml.element(&Element::val("w:family", family));
        xml.element(&Element::val("w:pitch", "variable"));
        xml.close("w:font");
    }
    xml.close("w:fonts");
    xml.into_bytes()
}

fn charset(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhHans => "86",
        Lang::ZhHant => "88",
        Lang::Ja => "80",
        Lang::Ko => "81",
    }
}

/// `docProps/core.xml`: title, author, language and the date of the issue.
pub(super) fn core_properties(composition: &Composition) -> Vec<u8> {
    let mut xml = Xml::part();
    xml.open(
        "cp:coreProperties",
        &[
            (
                "xmlns:cp",
                "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            ),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
            ("xmlns:dcterms", "http://purl.org/dc/terms/"),
            ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ],
    );
    xml.leaf("dc:title", &[], &composition.title);
    if !composition.author.is_empty() {
        xml.leaf("dc:creator", &[], &composition.author);
        xml.leaf("cp:lastModifiedBy", &[], &composition.author);
    }
    xml.leaf("dc:language", &[], LineRules::of(composition.lang).tag);
    let date = composition.date.as_ref().and_then(|date| {
        let (year, month, day) = (date.year?, date.month?, date.day?);
        Some(format!("{year:04}-{month:02}-{day:02}T00:00:00Z"))
    });
    if let Some(date) = date {
        for name in ["dcterms:created", "dcterms:modified"] {
            xml.leaf(name, &[("xsi:type", "dcterms:W3CDTF")], &date);
        }
    }
    xml.close("cp:coreProperties");
    xml.into_bytes()
}

/// `docProps/app.xml`.
pub(super) fn app_properties(composition: &Composition, pages: &PageNumbers) -> Vec<u8> {
    let mut xml = Xml::part();
    xml.open(
        "Properties",
        &[(
            "xmlns",
            "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
        )],
    );
    if pages.pages > 0 {
        xml.leaf("Pages", &[], &pages.pages.to_string());
    }
    xml.leaf("Application", &[], "briefpack");
    if !composition.author.is_empty() {
        xml.leaf("Company", &[], &composition.author);
    }
    xml.close("Properties");
    xml.into_bytes()
}

/// `theme1.xml`. Word wants one; nothing in our styles refers to it, so that named faces
/// and colours rule.
pub(super) fn theme(composition: &Composition, book: &Book) -> Vec<u8> {
    let mut xml = Xml::part();
    xml.open(
        "a:theme",
        &[
            ("xmlns:a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
            ("name", "briefpack"),
        ],
    );
    xml.open("a:themeElements", &[]);
    xml.open("a:clrScheme", &[("name", "briefpack")]);
    for (name, value) in [
        ("a:dk1", "000000"),
        ("a:lt1", "FFFFFF"),
        ("a:dk2", "1F2937"),
        ("a:lt2", "F3F4F6"),
        ("a:accent1", "C00000"),
        ("a:accent2", "1F4E79"),
        ("a:accent3", "7F7F7F"),
        ("a:accent4", "BF9000"),
        ("a:accent5", "2E75B6"),
        ("a:accent6", "548235"),
        ("a:hlink", "0563C1"),
        ("a:folHlink", "954F72"),
    ] {
        xml.open(name, &[]);
        xml.empty("a:srgbClr", &[("val", value)]);
        xml.close(name);
    }
    xml.close("a:clrScheme");
    let body = &composition.sheet.style(crate::compose::sheet::StyleId(0));
    xml.open("a:fontScheme", &[("name", "briefpack")]);
    for name in ["a:majorFont", "a:minorFont"] {
        xml.open(name, &[]);
        xml.empty("a:latin", &[("typeface", &look::face(book, body.latin))]);
        xml.empty("a:ea", &[("typeface", &look::face(book, body.font))]);
        xml.empty("a:cs", &[("typeface", "")]);
        xml.close(name);
    }
    xml.close("a:fontScheme");
    xml.open("a:fmtScheme", &[("name", "briefpack")]);
    let solid = |xml: &mut Xml| {
        xml.open("a:solidFill", &[]);
        xml.empty("a:schemeClr", &[("val", "phClr")]);
        xml.close("a:solidFill");
    };
    xml.open("a:fillStyleLst", &[]);
    (0..3).for_each(|_| solid(&mut xml));
    xml.close("a:fillStyleLst");
    xml.open("a:lnStyleLst", &[]);
    for width in ["6350", "12700", "19050"] {
        xml.open("a:ln", &[("w", width)]);
        solid(&mut xml);
        xml.close("a:ln");
    }
    xml.close("a:lnStyleLst");
    xml.open("a:effectStyleLst", &[]);
    for _ in 0..3 {
        xml.open("a:effectStyle", &[]);
        xml.empty("a:effectLst", &[]);
        xml.close("a:effectStyle");
    }
    xml.close("a:effectStyleLst");
    xml.open("a:bgFillStyleLst", &[]);
    (0..3).for_each(|_| solid(&mut xml));
    xml.close("a:bgFillStyleLst");
    xml.close("a:fmtScheme");
    xml.close("a:themeElements");
    xml.close("a:theme");
    xml.into_bytes()
}
