//! Java: compiled into a folder of its own, started by the class that holds `main`.

use std::path::{Path, PathBuf};

use super::java_source::JavaSource;
use super::recipe::{Main, Recipe, argument, file_name, words};
use super::source::without_texts;
use super::{Language, Signs};
use crate::verdict::Fault;

/// Java.
pub(super) struct Java;

impl Language for Java {
    fn name(&self) -> &'static str {
        "Java"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["java"]
    }

    fn signs(&self) -> &'static Signs {
        &Signs {
            starts: r"\bvoid\s+main\s*\(",
            listens: r"\b(SSL)?ServerSocket(Channel|Factory)?\b|\bHttpServer\b|\.accept\s*\(",
            dials: r"\bnew\s+Socket\s*\(|\bSocketChannel\.open|\bopenConnection\b|\bHttpClient\b|\.connect\s*\(",
            network: r"\bjava\.net\b|\bjava\.nio\.channels\b|\bSocket\b",
        }
    }

    fn code(&self, source: &str) -> String {
        without_texts(source)
    }

    fn recipe(&self, main: &Main<'_>) -> Result<Recipe, Fault> {
        let files = Files::of(main);
        let directory = main.directory();
        let root = root(&directory, &files.main.package);
        let working_directory = project(&root);
        let path = |inner: &Path| {
            let path = inner.strip_prefix(&working_directory).unwrap_or(inner).display().to_string();
            if path.is_empty() { ".".to_owned() } else { argument(&path) }
        };
        let mut sources = Vec::new();
        // Java 8 wants the folder of the classes to exist.
        let mut written = vec![(PathBuf::from(format!("{}/.keep", main.built())), Vec::new())];
        for (name, text, read) in &files.taken {
            match needs_rewriting(name, text, read) {
                Some((renamed, text)) => {
                    let copy = format!("{}-source/{renamed}", main.built());
                    written.push((PathBuf::from(&copy), text.into_bytes()));
                    sources.push(copy);
                }
                None => sources.push(path(&directory.join(name))),
            }
        }
        let latin = files.taken.iter().any(|(_, text, _)| text.contains('\u{fffd}'));
        let encoding = if latin { "ISO-8859-1" } else { "UTF-8" };
        let mut build = words(&["javac"]);
        build.extend(PLAINEST.map(|option| format!("-J{option}")));
        build.extend(words(&["-nowarn", "-encoding", encoding, "-Xprefer:source", "-d", &main.built()]));
        // The folder of the sources too: for classes that were handed out without a source.
        let mut classes = vec![main.built(), path(&root)];
        classes.extend(libraries(main, &working_directory));
        build.extend(words(&["-sourcepath", &path(&root), "-cp", &classes.join(":")]));
        build.extend(sources);
        let started = files.started.unwrap_or_else(|| files.main.full_name(&main.stem()));
        let mut run = words(&["java"]);
        run.extend(PLAINEST.map(str::to_owned));
        run.extend(words(&["-cp", &classes.join(":"), &started]));
        Ok(Recipe {
            language: self.name().to_owned(),
            tools: vec![words(&["java"]), words(&["javac"])],
            builds: vec![build],
            run,
            working_directory,
            written,
            ..Recipe::default()
        })
    }
}

/// Options for the plainest virtual machine: it starts sooner and keeps fewer threads of its own.
const PLAINEST: [&str; 2] = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"];

/// The sources of a program, and the class that starts it.
struct Files {
    main: JavaSource,
    taken: Vec<(String, String, JavaSource)>,
    started: Option<String>,
}

impl Files {
    /// The main file and, beside it, every file whose types it mentions, and those mention, and so on.
    fn of(main: &Main<'_>) -> Self {
        let own = JavaSource::of(main.source);
        let mut left: Vec<_> =
            main.siblings(&["java"]).into_iter().map(|(name, text)| (JavaSource::of(&text), name, text)).collect();
        left.retain(|(read, ..)| read.package == own.package);
        let mut started = own.main.as_ref().map(|class| own.full_name(class));
        let mut taken = vec![(file_name(main.file), main.source.to_owned(), own.clone())];
        if started.is_none() {
            // A server without `main` is started by the one class beside it that mentions it.
            let starters: Vec<usize> = (0..left.len())
                .filter(|at| left[*at].0.main.is_some() && own.types.iter().any(|name| mentions(&left[*at].2, name)))
                .collect();
            if let [only] = starters[..] {
                let (read, name, text) = left.remove(only);
                started = read.main.as_ref().map(|class| read.full_name(class));
                taken.push((name, text, read));
            }
        }
        let mut at = 0;
        while at < taken.len() {
            let text = without_texts(&taken[at].1);
            let (named, rest): (Vec<_>, Vec<_>) =
                left.into_iter().partition(|(read, ..)| read.types.iter().any(|name| mentions(&text, name)));
            taken.extend(named.into_iter().map(|(read, name, text)| (name, text, read)));
            left = rest;
            at += 1;
        }
        Self { main: own, taken, started }
    }
}

fn mentions(text: &str, name: &str) -> bool {
    let part = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '$');
    text.match_indices(name)
        .any(|(at, found)| !text[..at].ends_with(part) && !text[at + found.len()..].starts_with(part))
}

/// The compiler refuses a byte order mark, and a file that is not named after its public class, which the
/// launcher of single files accepts: such a file is compiled from a copy that is as the compiler wants it.
fn needs_rewriting(name: &str, text: &str, read: &JavaSource) -> Option<(String, String)> {
    let wanted = read.public.as_ref().map_or_else(|| name.to_owned(), |class| format!("{class}.java"));
    let plain = text.trim_start_matches('\u{feff}');
    (wanted != name || plain.len() != text.len()).then(|| (wanted, plain.to_owned()))
}

/// The folder in which the packages begin.
fn root(directory: &Path, package: &str) -> PathBuf {
    let inner: PathBuf = package.split('.').collect();
    let mut root = directory.to_owned();
    if !package.is_empty() && directory.ends_with(&inner) {
        for _ in &inner {
            root.pop();
        }
    }
    root
}

/// Where the program runs: the project's folder where the packages begin in `src` or `src/main/java`.
fn project(root: &Path) -> PathBuf {
    let tails = ["src/main/java", "src"];
    let tail = tails.iter().find(|tail| root.ends_with(tail));
    tail.map_or_else(
        || root.to_owned(),
        |tail| root.ancestors().nth(Path::new(tail).iter().count()).unwrap_or(root).to_owned(),
    )
}

/// Archives of classes that came with the submission.
fn libraries(main: &Main<'_>, working_directory: &Path) -> Vec<String> {
    let holds = |folder: &&str| {
        let entries = main.folder.join(working_directory).join(folder).read_dir();
        entries.is_ok_and(|mut entries| {
            entries.any(|entry| entry.is_ok_and(|entry| entry.path().extension().is_some_and(|kind| kind == "jar")))
        })
    };
    [".", "lib", "libs"].into_iter().filter(holds).map(|folder| format!("{folder}/*")).collect()
}
