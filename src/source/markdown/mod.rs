//! Markdown: what its signs say about the text.
//!
//! Belongs here: turning headings, lists, tables, quotations and emphasis into [`Hint`]s.
//! The text itself stays as the editor wrote it, signs and all; cleaning drops the signs.
//! Does not belong here: writing Markdown (`model::markdown`).

mod cover;
pub(crate) mod settings;

use std::ops::Range;

use comrak::nodes::{AstNode, ListType, NodeValue, Sourcepos};
use comrak::{Arena, Options, parse_document};

use self::cover::{Cover, Tag, TagIs};
use super::pictures::is_remote;
use super::{Hint, Markup, NoteMark, Picture};

/// What Markdown says about a text.
pub(super) struct Read {
    /// In order of `range.start`, outer before inner.
    pub(super) hints: Vec<Hint>,
    /// The pictures.
    pub(super) pictures: Vec<Picture>,
    /// Where notes are referred to.
    pub(super) note_marks: Vec<NoteMark>,
}

/// Reads the Markdown signs in `text`.
///
/// The number of a numbered item belongs to the words and stays; a bullet is a sign.
/// Of a link the words stay and the address is a sign. What Markdown does not know (raw
/// HTML, a lone asterisk) is words.
pub(super) fn read(text: &str) -> Read {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.footnotes = true;
    options.extension.strikethrough = false;
    // Without it `**“重点”**` stays unbolded between Han.
    options.extension.cjk_friendly_emphasis = true;
    let lines = line_ranges(text);
    let mut covered = Cover::of(text, &lines);
    let arena = Arena::new();
    let mut root = parse_document(&arena, &covered.text, &options);
    if covered.uncover_indents(root, &lines) {
        root = parse_document(&arena, &covered.text, &options);
    }
    let mut reader = Reader {
        text,
        lines,
        hints: Vec::new(),
        pictures: Vec::new(),
        note_marks: Vec::new(),
        notes: Vec::new(),
        links: Vec::new(),
        kinds: Vec::new(),
        depth: 0,
        lists: 0,
    };
    reader.blocks(root);
    reader.tight_headings();
    reader.tags(covered.tags);
    reader.captions();
    reader.lines_of_links();
    let Reader { mut hints, pictures, note_marks, .. } = reader;
    hints.retain(|hint| hint.range.start < hint.range.end);
    hints.sort_by_key(|hint| (hint.range.start, std::cmp::Reverse(hint.range.end)));
    Read { hints, pictures, note_marks }
}

/// The bytes of every line without its line break.
fn line_ranges(text: &str) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut lines = Vec::new();
    let mut start = 0;
    let mut at = 0;
    while at < bytes.len() {
        let length = match bytes[at] {
            b'\r' if bytes.get(at + 1) == Some(&b'\n') => 2,
            b'\r' | b'\n' => 1,
            _ => 0,
        };
        if length == 0 {
            at += 1;
            continue;
        }
        lines.push(start..at);
        at += length;
        start = at;
    }
    lines.push(start..bytes.len());
    lines
}

struct Reader<'a> {
    text: &'a str,
    lines: Vec<Range<usize>>,
    hints: Vec<Hint>,
    pictures: Vec<Picture>,
    note_marks: Vec<NoteMark>,
    /// The names of the notes; the place of a name is its number.
    notes: Vec<String>,
    /// Links and pictures.
    links: Vec<Range<usize>>,
    /// What the lists are like that the nodes stand in, the innermost last.
    kinds: Vec<ListKind>,
    /// How many nodes are open.
    depth: usize,
    /// How many lists the nodes that are being read stand in.
    lists: u8,
}

/// How deep lists and quotations may nest, and as deep again emphasis in them. What is
/// deeper is words, signs and all: nobody writes so, and a walk must not go as deep as
/// somebody likes.
const DEEPEST: usize = 60;

impl<'a> Reader<'a> {
    fn say(&mut self, range: Range<usize>, says: Markup) {
        self.hints.push(Hint { range, says });
    }

    fn sign(&mut self, range: Range<usize>) {
        self.say(range, Markup::Syntax);
    }

    /// The bytes of a node. Comrak counts lines and columns from 1, columns in bytes, ends
    /// included.
    fn range(&self, at: Sourcepos) -> Range<usize> {
        let place = |line: usize, column: usize| {
            let line = self.lines.get(line.wrapping_sub(1));
            line.map_or(self.text.len(), |line| (line.start + column).min(line.end))
        };
        let start = place(at.start.line, at.start.column.saturating_sub(1));
        let end = place(at.end.line, at.end.column);
        self.floor(start)..self.floor(end.max(start))
    }

    /// The lines that a range touches.
    fn lines_of(&self, range: &Range<usize>) -> Range<usize> {
        let first = self.lines.partition_point(|line| line.end < range.start);
        let end = self.lines.partition_point(|line| line.start < range.end);
        first..end.max(first)
    }

    /// `##小标题` without a blank behind the signs: two of them or more are no tag.
    fn tight_headings(&mut self) {
        let heads: Vec<(Range<usize>, usize)> = self
            .lines
            .iter()
            .filter_map(|line| {
                let words = self.text[line.clone()].trim_end();
                let level = words.bytes().take_while(|b| *b == b'#').count();
                let opens =
                    words[level..].chars().next().is_some_and(char::is_alphanumeric);
                let whole = (2..=6).contains(&level) && opens && !words.ends_with('#');
                whole.then_some((line.start..line.start + words.len(), level))
            })
            .collect();
        for (range, level) in heads {
            self.sign(range.start..range.start + level);
            self.say(range, Markup::Heading(u8::try_from(level).unwrap_or(6)));
        }
    }

    /// The tags of HTML among the lines: a picture is one, a line break is one, the rest
    /// are signs.
    fn tags(&mut self, tags: Vec<Tag>) {
        let rows =
            self.hints.iter().filter(|hint| matches!(hint.says, Markup::TableRow(_)));
        let rows: Vec<Range<usize>> = rows.map(|hint| hint.range.clone()).collect();
        let in_a_row = |range: &Range<usize>| {
            let above = rows.partition_point(|row| row.start <= range.start);
            rows[..above].last().is_some_and(|row| range.end <= row.end)
        };
        for Tag { range, is } in tags {
            match is {
                TagIs::Break if in_a_row(&range) => self.sign(range),
                TagIs::Break => self.say(range, Markup::Break),
                TagIs::Picture { name, alt } => {
                    if is_remote(&name) {
                        self.links.push(range.clone());
                    }
                    self.pictures.push(Picture {
                        at: range.start,
                        name,
                        image: None,
                        alt,
                        caption: None,
                        width: None,
                    });
                    self.sign(range);
                }
                TagIs::Sign => self.sign(range),
            }
        }
    }

    /// The line right below a picture that is set in slanted letters from end to end, or
    /// says once more what the picture shows, is its caption.
    fn captions(&mut self) {
        const LONGEST: usize = 60;
        let mut found = Vec::new();
        let slanted = self.hints.iter().filter(|hint| hint.says == Markup::Emphasis);
        let mut slanted: Vec<Range<usize>> =
            slanted.map(|hint| hint.range.clone()).collect();
        slanted.sort_by_key(|range| range.start);
        for picture in &self.pictures {
            let own = self.lines.partition_point(|line| line.end < picture.at);
            let words = |i: usize| self.text[self.lines[i].clone()].trim();
            // What stands beside the picture is no picture.
            let alone = self.lines.get(own).is_some() && {
                let words = words(own).trim_start_matches(['-', '*', '[', ' ']);
                words.starts_with("![") || words.starts_with('<')
            };
            let below =
                (own + 1..self.lines.len().min(own + 3)).find(|i| !words(*i).is_empty());
            let Some(below) = below.filter(|_| alone) else { continue };
            let bare = words(below).trim_matches(['*', '_', ' ']);
            let again = picture.alt.as_deref().is_some_and(|alt| alt == bare);
            let slanted = || {
                let line = &self.lines[below];
                let at = slanted.partition_point(|range| range.start < line.start);
                slanted
                    .get(at)
                    .is_some_and(|range| self.text[range.clone()].trim() == bare)
            };
            let letters = bare.chars().filter(|c| c.is_alphabetic()).count();
            if (2..=LONGEST).contains(&letters) && (again || slanted()) {
                found.push(self.lines[below].clone());
            }
        }
        found.into_iter().for_each(|range| self.say(range, Markup::Caption));
    }

    /// Leaves the signs of short lines that show links for the rules to see, which tell by
    /// them what is of the page. A line that holds nothing else is no item either.
    ///
    /// A sentence with links in it is one without them, and so is a field: `来源：[…](…)`.
    fn lines_of_links(&mut self) {
        const SHORT: usize = 60;
        let of_block = |hint: &&Hint| {
            matches!(
                hint.says,
                Markup::Heading(_) | Markup::TableRow(_) | Markup::Note(_)
            )
        };
        let mut blocks: Vec<Range<usize>> =
            self.hints.iter().filter(of_block).map(|hint| hint.range.clone()).collect();
        blocks.sort_by_key(|range| range.start);
        let mut links = std::mem::take(&mut self.links);
        links.sort_by_key(|range| range.start);
        let mut lines: Vec<(Range<usize>, bool)> = Vec::new();
        let mut next = 0;
        while next < links.len() {
            let line = self.lines_of(&links[next]);
            let Some(line) = self.lines.get(line.start).cloned() else { break };
            let mut at = line.start;
            let mut beside = String::new();
            let mut before = None;
            let first = next;
            while let Some(link) = links.get(next).filter(|link| link.start <= line.end) {
                beside += self.text.get(at..link.start).unwrap_or_default();
                before.get_or_insert(beside.len());
                at = at.max(link.end);
                next += 1;
            }
            // It goes on in the next line.
            if at > line.end {
                continue;
            }
            beside += &self.text[at..line.end];
            let field = beside[..before.unwrap_or(0)].contains(['：', ':']);
            let sentence =
                beside.trim_end().ends_with(['。', '！', '？', '.', '，', '；'])
                    || beside.chars().filter(|c| c.is_alphanumeric()).count() > SHORT;
            let alone = !beside.contains(char::is_alphabetic);
            let above = blocks.partition_point(|range| range.start <= line.start);
            let free = blocks[..above].last().is_none_or(|range| range.end <= line.start);
            if free && (alone || next == first + 1 && !field && !sentence) {
                lines.push((line, alone));
            }
        }
        let of_page = lines.iter().any(|(_, alone)| *alone);
        let is_bullet = |range: &Range<usize>| {
            let words = &self.text[range.clone()];
            words.starts_with(['-', '*', '+']) && words.ends_with([' ', '\t'])
        };
        self.hints.retain_mut(|hint| {
            let range = &hint.range;
            let at = lines.partition_point(|(line, _)| line.end < range.start);
            let Some((_, alone)) = lines.get(at).filter(|(line, _)| {
                line.start <= range.start && range.end <= line.end && !range.is_empty()
            }) else {
                // Where no page was copied, a bullet is one, but for those of fields.
                if hint.says == Markup::Sign
                    && !of_page
                    && is_bullet(range)
                    && !is_labelled(&self.text[range.end..])
                {
                    hint.says = Markup::Syntax;
                }
                return true;
            };
            if matches!(hint.says, Markup::Syntax | Markup::Gap) {
                hint.says = Markup::Sign;
            }
            !(*alone && matches!(hint.says, Markup::ListItem { .. }))
        });
    }

    fn floor(&self, mut at: usize) -> usize {
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn blocks(&mut self, parent: &'a AstNode<'a>) {
        if self.depth > DEEPEST {
            return;
        }
        self.depth += 1;
        for node in parent.children() {
            let (value, at) = {
                let data = node.data.borrow();
                (data.value.clone(), data.sourcepos)
            };
            let range = self.range(at);
            match value {
                NodeValue::Heading(_) if !has_words(&self.text[range.clone()]) => {}
                NodeValue::Heading(heading) => {
                    self.say(range.clone(), Markup::Heading(heading.level));
                    self.heading_signs(&range, heading.setext);
                    self.inlines(node);
                }
                // Whether its lines belong together, their length and their words say:
                // many writers set each paragraph on a line and no blank line between.
                NodeValue::Paragraph => self.inlines(node),
                NodeValue::BlockQuote => {
                    self.quotation_signs(&range);
                    self.say(range, Markup::Quotation);
                    self.blocks(node);
                }
                NodeValue::List(_) => {
                    self.kinds.push(ListKind::of(node));
                    self.blocks(node);
                    self.kinds.pop();
                }
                NodeValue::Item(list) => {
                    let ordered = list.list_type == ListType::Ordered;
                    self.item(node, range, ordered);
                }
                NodeValue::Table(_) => self.table(node, range),
                NodeValue::FootnoteDefinition(note) => self.note(node, range, &note.name),
                NodeValue::CodeBlock(code) if code.fenced => self.fences(&range),
                // Indented code and rules across the page are words.
                _ => self.blocks(node),
            }
        }
        self.depth -= 1;
    }

    /// The `##` before and behind the words, or the line of `===` below them.
    fn heading_signs(&mut self, range: &Range<usize>, setext: bool) {
        let words = &self.text[range.clone()];
        if setext {
            if let Some(at) = words.trim_end().rfind(['\n', '\r']) {
                self.sign(range.start + at..range.end);
            }
            return;
        }
        let inner = words.trim_start_matches('#').trim_start();
        let start = range.end - inner.len();
        self.sign(range.start..start);
        let bare = inner.trim_end().trim_end_matches('#');
        if bare.len() < inner.len() && bare.ends_with([' ', '\t']) {
            self.sign(start + bare.trim_end().len()..range.end);
        }
    }

    /// The `>` at the head of each line.
    fn quotation_signs(&mut self, range: &Range<usize>) {
        let first = self.lines.partition_point(|line| line.end < range.start);
        let last = self.lines.partition_point(|line| line.start < range.end);
        let lines = self.lines.get(first..last).unwrap_or_default().to_vec();
        for line in lines {
            let from = line.start.max(range.start);
            let words = &self.text[from..line.end];
            let indent = words.len() - words.trim_start_matches([' ', '\t']).len();
            let Some(rest) = words[indent..].strip_prefix('>') else { continue };
            let space = usize::from(rest.starts_with(' '));
            self.sign(from + indent..from + indent + 1 + space);
        }
    }

    fn item(&mut self, node: &'a AstNode<'a>, range: Range<usize>, ordered: bool) {
        let first = node.first_child().map(|child| {
            let at = child.data.borrow().sourcepos;
            self.range(at).start
        });
        let words = first.unwrap_or(range.end).max(range.start);
        // What stands below its first line may be no part of it: writers forget the blank
        // line behind a list.
        let line = self.lines.partition_point(|line| line.end < words);
        let end = self.lines.get(line).map_or(range.end, |line| line.end.min(range.end));
        let kind = self.kinds.last().copied().unwrap_or_default();
        self.lists = self.lists.saturating_add(1);
        if !ordered || self.lists > 1 || kind.is_of_many {
            let says = Markup::ListItem { is_numbered: ordered, depth: self.lists };
            self.say(range.start..end.max(words), says);
        }
        if !ordered {
            // A bullet behind a bullet was typed by the writer: `- • 桥面`.
            let typed = self.text[words..].starts_with(['•', '·', '●', '○', '▪']);
            let of_text = typed || kind.is_of_text;
            let says = if of_text { Markup::Syntax } else { Markup::Sign };
            self.say(range.start..words, says);
        }
        self.blocks(node);
        self.lists -= 1;
    }

    fn table(&mut self, table: &'a AstNode<'a>, range: Range<usize>) {
        let mut covered = range.start;
        for row in table.children() {
            let (at, head) = {
                let data = row.data.borrow();
                (data.sourcepos, matches!(data.value, NodeValue::TableRow(true)))
            };
            let row_range = self.range(at);
            // The line of dashes stands between two rows and is no row.
            // The line break before it parts the rows, and stays.
            let between = &self.text[covered.min(row_range.start)..row_range.start];
            let dashes = between.trim_start_matches(['\n', '\r']);
            if !dashes.is_empty() {
                self.sign(row_range.start - dashes.len()..row_range.start);
            }
            self.say(row_range.clone(), Markup::TableRow(head));
            let mut at = row_range.start;
            for cell in row.children() {
                let position = cell.data.borrow().sourcepos;
                let whole = self.range(position);
                let words = self.text[whole.clone()].trim_matches(['|', ' ', '\t']);
                let offset = words.as_ptr() as usize - self.text.as_ptr() as usize;
                let cell_range = if words.is_empty() {
                    whole.end..whole.end
                } else {
                    offset..offset + words.len()
                };
                self.sign(at..cell_range.start);
                self.say(cell_range.clone(), Markup::TableCell);
                at = cell_range.end;
                self.inlines(cell);
            }
            self.sign(at..row_range.end);
            covered = row_range.end;
        }
        let covered = covered.min(range.end);
        if !self.text[covered..range.end].trim().is_empty() {
            self.sign(covered..range.end);
        }
    }

    /// The lines of three backticks around code.
    fn fences(&mut self, range: &Range<usize>) {
        let words = &self.text[range.clone()];
        if let Some(first) = words.find(['\n', '\r']) {
            self.sign(range.start..range.start + first);
        }
        if let Some(last) = words.trim_end().rfind(['\n', '\r'])
            && words[last..].trim().chars().all(|c| matches!(c, '`' | '~'))
        {
            self.sign(range.start + last + 1..range.end);
        }
    }

    fn inlines(&mut self, parent: &'a AstNode<'a>) {
        if self.depth > 2 * DEEPEST {
            return;
        }
        self.depth += 1;
        for node in parent.children() {
            let (value, at) = {
                let data = node.data.borrow();
                (data.value.clone(), data.sourcepos)
            };
            let range = self.range(at);
            match value {
                NodeValue::Strong => self.emphasis(node, range, 2, Markup::Strong),
                NodeValue::Emph => self.emphasis(node, range, 1, Markup::Emphasis),
                NodeValue::FootnoteReference(note) => {
                    let number = self.number_of(&note.name);
                    self.note_marks.push(NoteMark { at: range.start, number });
                    self.sign(range);
                }
                NodeValue::Link(_) => {
                    self.links.push(range.clone());
                    self.link(node, range);
                }
                NodeValue::Image(link) => {
                    // A picture of the editor's own is no part of a page.
                    if link.url.is_empty() || is_remote(&link.url) {
                        self.links.push(range.clone());
                    }
                    self.image(node, range, &link.url, &link.title);
                }
                NodeValue::Code(code) => {
                    let words = &self.text[range.clone()];
                    let ticks = words.len() - words.trim_matches('`').len();
                    if ticks == 2 * code.num_backticks {
                        self.sign(range.start..range.start + code.num_backticks);
                        self.sign(range.end - code.num_backticks..range.end);
                    }
                }
                NodeValue::Text(words) => self.escapes(range, &words),
                NodeValue::LineBreak => {
                    let line = self.text[..range.end].trim_end_matches(['\n', '\r']);
                    if line.ends_with('\\') {
                        self.sign(line.len() - 1..line.len());
                    }
                }
                _ => self.inlines(node),
            }
        }
        self.depth -= 1;
    }

    fn emphasis(
        &mut self,
        node: &'a AstNode<'a>,
        range: Range<usize>,
        signs: usize,
        says: Markup,
    ) {
        let words = &self.text[range.clone()];
        let is_sign = |part: &str| part.chars().all(|c| matches!(c, '*' | '_'));
        // 张**、李**: what hides a name is no emphasis.
        let hides =
            self.text[range.start + signs..].starts_with(['、', '，', '。', '；', '：']);
        let holds = !hides
            && words.len() > 2 * signs
            && words.is_char_boundary(signs)
            && words.is_char_boundary(words.len() - signs)
            && is_sign(&words[..signs])
            && is_sign(&words[words.len() - signs..]);
        if holds {
            let (start, end) = (range.start + signs, range.end - signs);
            // A figure that is a whole line is set off like this, the folio of a page not.
            let sign = if self.is_figure(&range) { Markup::Sign } else { Markup::Syntax };
            self.say(range.start..start, sign.clone());
            self.say(start..end, says);
            self.say(end..range.end, sign);
        }
        self.inlines(node);
    }

    /// Whether an emphasis sets off figures, and not words: a line `**01**`, which no folio
    /// of a page is, or the day at the end of `云溪观察 *2026年3月17日 10:35*`, alone of its
    /// line.
    fn is_figure(&self, range: &Range<usize>) -> bool {
        const DAY: usize = 6;
        const UNITS: usize = 3;
        let Some(line) = self.lines.get(self.lines_of(range).start) else { return false };
        let words = &self.text[range.clone()];
        let letters = words.chars().filter(|c| c.is_alphabetic()).count();
        let digits = words.chars().filter(char::is_ascii_digit).count();
        let last = self.text[range.end.min(line.end)..line.end].trim().is_empty();
        !self.text[line.clone()].contains(char::is_alphabetic)
            || last
                && digits >= DAY
                && letters <= UNITS
                && !self.text[line.start..range.start].contains('*')
    }

    fn number_of(&mut self, note: &str) -> u32 {
        let known = self.notes.iter().position(|name| name == note);
        let number = known.unwrap_or_else(|| {
            self.notes.push(note.to_owned());
            self.notes.len() - 1
        });
        u32::try_from(number).unwrap_or(u32::MAX)
    }

    /// The words of a note. The mark before them is a sign.
    fn note(&mut self, node: &'a AstNode<'a>, range: Range<usize>, name: &str) {
        let number = self.number_of(name);
        let mut from = range.start;
        for child in node.children() {
            let at = child.data.borrow().sourcepos;
            let words = self.range(at);
            if from < words.start {
                let gap = &self.text[from..words.start];
                let mark = gap.trim_start().len();
                self.sign(words.start - mark..words.start);
            }
            self.say(words.clone(), Markup::Note(number));
            from = words.end;
        }
        self.blocks(node);
    }

    /// A picture: all of it is signs. What stands in its brackets says what it shows, its
    /// title is its caption.
    fn image(
        &mut self,
        node: &'a AstNode<'a>,
        range: Range<usize>,
        address: &str,
        title: &str,
    ) {
        let some = |words: &str| Some(words.trim().to_owned()).filter(|w| !w.is_empty());
        let mut alt = String::new();
        for inner in node.descendants() {
            if let NodeValue::Text(words) = &inner.data.borrow().value {
                alt.push_str(words);
            }
        }
        self.pictures.push(Picture {
            at: range.start,
            name: address.to_owned(),
            image: None,
            alt: some(&alt),
            caption: some(title),
            width: None,
        });
        self.sign(range);
    }

    /// The brackets and the address of a link; of an address that stands alone nothing.
    fn link(&mut self, node: &'a AstNode<'a>, range: Range<usize>) {
        let inner = node
            .first_child()
            .zip(node.last_child())
            .map(|(first, last)| {
                let (first, last) = (first.data.borrow(), last.data.borrow());
                self.range(first.sourcepos).start..self.range(last.sourcepos).end
            })
            .filter(|inner| range.start <= inner.start && inner.end <= range.end);
        let words = &self.text[range.clone()];
        if let Some(inner) = inner
            && words.starts_with('[')
        {
            self.sign(range.start..inner.start);
            self.inlines(node);
            // Two links side by side are two words.
            let apart = self.text[range.end..].starts_with(['[', '!']);
            let says = if apart { Markup::Gap } else { Markup::Syntax };
            self.say(inner.end..range.end, says);
        }
    }

    /// The backslashes before signs that are to be words.
    fn escapes(&mut self, range: Range<usize>, words: &str) {
        let text = self.text;
        let source = &text[range.clone()];
        if source == words || !source.contains('\\') {
            return;
        }
        let mut rest = words;
        let mut at = 0;
        let mut signs = Vec::new();
        while let Some(c) = source[at..].chars().next() {
            let next = source[at + c.len_utf8()..].chars().next();
            let escaped = c == '\\'
                && next.is_some_and(|n| n.is_ascii_punctuation() && rest.starts_with(n));
            if escaped && !rest.starts_with("\\\\") {
                signs.push(range.start + at..range.start + at + 1);
                at += 1;
                continue;
            }
            // An entity such as `&amp;` is left as it stands: nothing is lost by it.
            let Some(after) = rest.strip_prefix(c) else { return };
            rest = after;
            at += c.len_utf8();
        }
        for sign in signs {
            self.sign(sign);
        }
    }
}

/// Whether a line begins with a word before a colon: `来源：云溪时报`.
fn is_labelled(words: &str) -> bool {
    const LABEL: usize = 10;
    let mut head = words.chars().take_while(|c| *c != '\n').take(LABEL);
    head.any(|c| matches!(c, '：' | ':'))
}

/// Whether what stands behind the signs of a heading is more than single letters and
/// signs.
fn has_words(heading: &str) -> bool {
    const MOST: usize = 6;
    let mut parts =
        heading.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty());
    let count = parts.clone().count();
    count <= MOST
        || parts.any(|part| part.chars().filter(|c| c.is_alphabetic()).count() > 1)
}

/// What a list is like as a whole.
#[derive(Debug, Clone, Copy, Default)]
struct ListKind {
    /// Whether it has several items of at most a paragraph each. A number that stands
    /// alone, or over paragraphs of its own, belongs to the words: it may be that of a
    /// heading.
    is_of_many: bool,
    /// Whether its items open with bold words, `- **时间**：……`: no menu of a page does.
    is_of_text: bool,
}

impl ListKind {
    fn of<'a>(list: &'a AstNode<'a>) -> Self {
        const ENOUGH: usize = 2;
        let is_paragraph = |node: &&'a AstNode<'a>| {
            matches!(node.data.borrow().value, NodeValue::Paragraph)
        };
        let opens_bold = |item: &&'a AstNode<'a>| {
            let words = item.first_child().and_then(|paragraph| paragraph.first_child());
            words.is_some_and(|words| {
                matches!(words.data.borrow().value, NodeValue::Strong)
                    && words.next_sibling().is_some()
            })
        };
        let items = || list.children();
        ListKind {
            is_of_many: items().nth(1).is_some()
                && items().all(|item| item.children().filter(is_paragraph).count() <= 1),
            is_of_text: items().filter(opens_bold).take(ENOUGH).count() == ENOUGH,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text without its signs, and what is said about the rest.
    fn read(text: &str) -> (String, Vec<(String, Markup)>) {
        let hints = super::read(text).hints;
        let mut bare = String::new();
        let mut at = 0;
        for hint in
            hints.iter().filter(|h| matches!(h.says, Markup::Syntax | Markup::Sign))
        {
            if at < hint.range.start {
                bare.push_str(&text[at..hint.range.start]);
            }
            at = at.max(hint.range.end);
        }
        bare.push_str(&text[at..]);
        let says = hints
            .into_iter()
            .filter(|h| !matches!(h.says, Markup::Syntax | Markup::Sign))
            .map(|h| (text[h.range].to_owned(), h.says))
            .collect();
        (bare, says)
    }

    #[test]
    fn headings_lose_their_signs() {
        let (bare, says) = read("# 云溪区简报 #\n\n## 一、总体要求\n");
        assert_eq!(bare, "云溪区简报\n\n一、总体要求\n");
        assert_eq!(says[0].1, Markup::Heading(1));
        assert_eq!(says[1].1, Markup::Heading(2));
    }

    #[test]
    fn an_underlined_heading_loses_its_line() {
        let (bare, says) = read("云溪区简报\n=====\n\n正文。\n");
        assert_eq!(bare, "云溪区简报\n\n正文。\n");
        assert_eq!(says[0].1, Markup::Heading(1));
    }

    #[test]
    fn emphasis_beside_chinese_marks_is_found() {
        let (bare, says) = read("这是**“重点”**内容，*必须*坚持。\r\n下一行\r\n");
        assert_eq!(bare, "这是“重点”内容，必须坚持。\r\n下一行\r\n");
        assert!(says.contains(&("“重点”".into(), Markup::Strong)), "{says:?}");
        assert!(says.contains(&("必须".into(), Markup::Emphasis)), "{says:?}");
    }

    #[test]
    fn a_list_in_a_list_is_deeper() {
        let (_, says) = read("- 甲\n  - 乙\n    1. 丙\n- 丁\n");
        let depths: Vec<_> = says
            .iter()
            .filter_map(|(words, says)| match says {
                Markup::ListItem { depth, .. } => Some((words.as_str(), *depth)),
                _ => None,
            })
            .collect();
        assert_eq!(depths, [("- 甲", 1), ("- 乙", 2), ("1. 丙", 3), ("- 丁", 1)]);
    }

    #[test]
    fn bullets_go_and_numbers_stay() {
        let (bare, says) = read("- 甲\n- 乙\n\n1. 丙\n2. 丁\n");
        assert_eq!(bare, "甲\n乙\n\n1. 丙\n2. 丁\n");
        let items: Vec<_> = says
            .iter()
            .filter_map(|(words, says)| match says {
                Markup::ListItem { is_numbered, .. } => {
                    Some((words.as_str(), *is_numbered))
                }
                _ => None,
            })
            .collect();
        assert_eq!(
            items,
            [("- 甲", false), ("- 乙", false), ("1. 丙", true), ("2. 丁", true)]
        );
    }

    #[test]
    fn a_table_keeps_its_cells_only() {
        let (bare, says) = read("| 项目 | 数量 |\n| --- | ---: |\n| 电梯 | 82 |\n");
        let cells: Vec<_> = says
            .iter()
            .filter(|(_, says)| *says == Markup::TableCell)
            .map(|(words, _)| words.as_str())
            .collect();
        assert_eq!(cells, ["项目", "数量", "电梯", "82"]);
        assert_eq!(bare, "项目数量\n电梯82\n");
        assert_eq!(says[0].1, Markup::TableRow(true));
    }

    #[test]
    fn quotations_links_code_and_escapes() {
        let (bare, _) =
            read("> 引文一\n> 引文二\n\n见[通知](https://example.cn)和`代码`，2\\*3。\n");
        assert_eq!(bare, "引文一\n引文二\n\n见通知和代码，2*3。\n");
    }

    #[test]
    fn any_text_is_some_markdown() {
        for text in
            ["", "\r", "***", "| a\n|-", "> - # **x", "[](", "`", "\\", "- \n\n  > |"]
        {
            let _ = super::read(text);
        }
    }
}
