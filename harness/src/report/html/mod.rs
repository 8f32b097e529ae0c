//! A run as one HTML page that needs nothing else: no network, no script, no other file.

pub mod class;
mod diagram;
mod page;

use std::io;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, context};

use super::Document;
use super::view::View;
use page::Page;

pub use class::ClassPage;

/// The whole page.
pub fn text(view: &View<'_>) -> io::Result<String> {
    render("run.html", context! { page => Serde(Page::of(view)), style => STYLE })
}

/// The page of a result of a class, whose points rules and people may have changed. What it was drawn from stands in it.
pub fn of_result(view: &View<'_>, result: &Document, drawn_from: &str) -> io::Result<String> {
    render("run.html", context! { page => Serde(Page::of(view).with(result)), style => STYLE, drawn_from })
}

const STYLE: &str = include_str!("style.css");
const TEMPLATES: [(&str, &str); 2] =
    [("run.html", include_str!("run.html")), ("class.html", include_str!("class.html"))];

/// Every value is escaped, whatever it is called.
fn render(template: &'static str, values: minijinja::Value) -> io::Result<String> {
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    let syntax = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build().map_err(io::Error::other)?;
    environment.set_syntax(syntax);
    for (name, source) in TEMPLATES {
        environment.add_template(name, source).map_err(io::Error::other)?;
    }
    environment.get_template(template).and_then(|template| template.render(values)).map_err(io::Error::other)
}

#[cfg(test)]
mod tests {
    use super::super::sample;

    #[test]
    fn a_page_needs_nothing_else_and_no_script() {
        let told = sample::told_as("html");
        for foreign in ["<script", "<link", "url(", "@import", "src=\"http", "href=\"http", "javascript:"] {
            assert!(!told.contains(foreign), "{foreign}");
        }
        assert!(told.starts_with("<!doctype html>") && told.contains("Content-Security-Policy"));
    }

    #[test]
    fn every_verdict_has_its_section() {
        insta::assert_snapshot!(sample::told_as("html").split("</style>").nth(1).expect("a body"));
    }
}
