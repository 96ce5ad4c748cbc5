//! What is wrong with a template or with what a job gives it, and what a sound one does.

use super::*;

/// Code, line and column of every fault of a template.
fn faults(hbs: &str) -> Vec<(&'static str, usize, usize)> {
    let faults = composed_with(hbs).map(|_| ()).expect_err("the template is wrong");
    let place = |fault: &Diagnostic| {
        let place = fault.place.as_ref().expect("the fault has a place");
        let (line, column) = place.line_and_column();
        (fault.code, line, column)
    };
    faults.iter().map(place).collect()
}

fn help(hbs: &str) -> String {
    let faults = composed_with(hbs).map(|_| ()).expect_err("the template is wrong");
    faults.iter().filter_map(|fault| Some(fault.help.as_ref()?.en.clone())).collect()
}

#[test]
fn an_unknown_element_is_named_with_its_line() {
    let hbs =
        "<p>{{title}}</p>\n  <sektion class=\"section\"><p>{{issuer}}</p></sektion>\n";
    assert_eq!(faults(hbs), [("template/unknown-element", 2, 3)]);
    assert!(help(hbs).contains("`section`"));
}

#[test]
fn a_class_without_a_style_is_named_with_its_line() {
    let hbs = "\n<p class=\"issue-nummer\">{{title}}</p>\n";
    assert_eq!(faults(hbs), [("template/class-without-style", 2, 1)]);
    assert!(help(hbs).contains("`issue-number`"));
}

#[test]
fn a_class_of_the_wrong_kind_is_refused() {
    assert_eq!(
        faults("<p class=\"masthead\">{{title}}</p>"),
        [("template/wrong-kind", 1, 1)]
    );
    assert_eq!(
        faults("<p>{{title}}<span class=\"title\">甲</span></p>"),
        [("template/wrong-kind", 1, 13)]
    );
}

#[test]
fn an_unclosed_tag_is_found_where_it_opens() {
    assert_eq!(
        faults("<section>\n  <p>{{title}}\n</section>"),
        [("template/unclosed-tag", 2, 3)]
    );
    assert_eq!(faults("<p>甲</p>\n<section>"), [("template/unclosed-tag", 2, 1)]);
}

#[test]
fn a_stray_end_tag_is_found() {
    assert_eq!(faults("<p>甲</p>\n</section>"), [("template/stray-end-tag", 1, 1)]);
}

#[test]
fn a_misspelt_field_is_found_even_where_nothing_asks_for_it() {
    let hbs = "<p>{{title}}</p>\n{{#if isuer}}<p>{{issuer}}</p>{{/if}}";
    assert_eq!(faults(hbs), [("template/unknown-field", 2, 7)]);
    assert!(help(hbs).contains("`issuer`"));
}

#[test]
fn a_field_of_the_pack_inside_an_article_is_explained() {
    let hbs = "{{#each articles}}\n<p>{{issuer}}</p>\n{{/each}}";
    assert_eq!(faults(hbs), [("template/render", 2, 4)]);
}

#[test]
fn unknown_helpers_and_partials_are_found() {
    assert_eq!(
        faults("<p>{{joyn \"，\" title}}</p>"),
        [("template/unknown-helper", 1, 6)]
    );
    assert_eq!(faults("\n{{> artikel}}"), [("template/unknown-partial", 2, 5)]);
}

#[test]
fn broken_braces_are_found() {
    let found = faults("<p>甲</p>\n{{#if title}}<p>乙</p>{{/each}}");
    assert_eq!(found[0].0, "template/syntax");
    assert_eq!(found[0].1, 2);
    assert_eq!(faults("<p>甲</p>\n<p>{{title</p>")[0].0, "template/syntax");
}

#[test]
fn words_and_fields_outside_paragraphs_are_found() {
    assert_eq!(
        faults("<section>\n散字<p>甲</p></section>"),
        [("template/loose-words", 1, 1)]
    );
    assert_eq!(faults("<section>{{title}}</section>"), [("template/loose-words", 1, 1)]);
}

#[test]
fn attributes_links_and_entities_are_checked() {
    assert_eq!(
        faults("<p style=\"color:red\">甲</p>"),
        [("template/unknown-attribute", 1, 1)]
    );
    assert_eq!(
        faults("<p>\n<a href=\"javascript:1\">甲</a></p>"),
        [("template/bad-link", 2, 1)]
    );
    assert_eq!(faults("<p>&hearts;</p>"), [("template/unknown-entity", 1, 1)]);
    assert_eq!(faults("<nav toc=\"x\"></nav>"), [("template/bad-attribute", 1, 1)]);
    assert_eq!(
        faults("<footer page=\"left\"></footer>"),
        [("template/bad-attribute", 1, 1)]
    );
}

#[test]
fn every_fault_of_a_template_is_reported() {
    let found = faults("<p class=\"aa\">甲</p>\n<pp>乙</pp>\n<p class=\"bb\">丙</p>");
    assert_eq!(found.len(), 3);
}

#[test]
fn a_parameter_of_the_wrong_type_points_into_the_job() {
    let job = Job::read("title: 甲\nparameters:\n  copies: 许多\n", "pack.yaml")
        .expect("the job is sound by itself");
    let style = Style::load("official").expect("the style is sound");
    let template = template("<p>{{title}}</p>").expect("the template is sound");
    let mut notes = Notes::new();
    let faults = run(&pack(), &job, &template, &style, &Book::built(), &mut notes)
        .expect_err("the parameter is wrong");
    assert_eq!(faults[0].code, "job/bad-parameter");
    let place = faults[0].place.as_ref().expect("the job has a place");
    assert_eq!(place.line_and_column(), (3, 3));
}

#[test]
fn an_unknown_parameter_has_a_nearest_match() {
    let job =
        Job::read("parameters:\n  seriel: 000001\n", "pack.yaml").expect("it reads");
    let style = Style::load("official").expect("the style is sound");
    let template = template("<p>{{title}}</p>").expect("the template is sound");
    let faults = run(&pack(), &job, &template, &style, &Book::built(), &mut Notes::new())
        .expect_err("the parameter is unknown");
    assert_eq!(faults[0].code, "job/unknown-parameter");
    assert!(faults[0].help.as_ref().is_some_and(|help| help.en.contains("`serial`")));
}

#[test]
fn source_text_is_never_markup() {
    let mut job = job();
    job.title = Some("<p class=\"x\">{{x}}&amp;</p>".into());
    let composition = composed(&pack(), &job, "digest", "official");
    assert!(words(&composition).starts_with("<p class=\"x\">{{x}}&amp;</p>\n"));
}

#[test]
fn what_has_no_value_leaves_no_trace() {
    let hbs = "<aside class=\"editors-note\"><p>{{serial}}</p></aside>\
               <p class=\"issue-line\"><span>{{serial}}</span><span></span></p><p>甲</p>";
    let (composition, _) = composed_with(hbs).expect("it composes");
    assert_eq!(composition.blocks.len(), 1);
}

#[test]
fn what_the_template_leaves_out_is_said() {
    let hbs = "{{#each articles}}<p>{{title}}</p>{{/each}}";
    let (_, notes) = composed_with(hbs).expect("it composes");
    let codes: Vec<_> = notes.iter().map(|note| note.code).collect();
    assert!(codes.contains(&"compose/unprinted"));
    assert!(codes.contains(&"compose/unprinted-body"));
    let full = "{{#each articles}}<article><p>{{kicker}}{{byline}}{{source}}</p>\
                <h1>{{title}}</h1>{{body}}</article>{{/each}}";
    let (_, notes) = composed_with(full).expect("it composes");
    assert!(notes.is_empty(), "{notes:?}");
}

#[test]
fn helpers_put_words_only_where_fields_have_values() {
    let hbs = "{{#each articles}}<p>{{wrap \"（\" (join \"，\" source date byline) \"）\"}}</p>\
               <p>{{wrap \"（\" (join \"，\" date edition) \"）\"}}</p>{{/each}}";
    let (composition, _) = composed_with(hbs).expect("it composes");
    assert_eq!(words(&composition), "（云溪时报，苏小溪）\n");
}
