//! Libraries that a program asks for and this machine does not have: that is no mistake of the program.

use regex::Regex;

use crate::verdict::{Fault, FaultKind};

/// Libraries of Python that programs on the network use, by the names they are imported under, with their packages in
/// Debian and Ubuntu. A name that is not here is mistyped, or that of a file that was not handed in.
const OF_PYTHON: [(&str, &str); 25] = [
    ("requests", "python3-requests"),
    ("urllib3", "python3-urllib3"),
    ("httpx", "python3-httpx"),
    ("httplib2", "python3-httplib2"),
    ("aiohttp", "python3-aiohttp"),
    ("pycurl", "python3-pycurl"),
    ("bs4", "python3-bs4"),
    ("lxml", "python3-lxml"),
    ("html5lib", "python3-html5lib"),
    ("flask", "python3-flask"),
    ("werkzeug", "python3-werkzeug"),
    ("bottle", "python3-bottle"),
    ("tornado", "python3-tornado"),
    ("twisted", "python3-twisted"),
    ("gevent", "python3-gevent"),
    ("trio", "python3-trio"),
    ("websockets", "python3-websockets"),
    ("six", "python3-six"),
    ("numpy", "python3-numpy"),
    ("pandas", "python3-pandas"),
    ("psutil", "python3-psutil"),
    ("netifaces", "python3-netifaces"),
    ("colorama", "python3-colorama"),
    ("termcolor", "python3-termcolor"),
    ("tqdm", "python3-tqdm"),
];

/// The same of JavaScript, whose packages lie beside the program.
const OF_JAVASCRIPT: [&str; 8] = ["axios", "node-fetch", "request", "got", "superagent", "express", "ws", "cheerio"];

/// The fault of a program that ended because it found no such library, by the last words that it printed.
pub fn missing(printed: &str) -> Option<Fault> {
    of_python(printed).or_else(|| of_javascript(printed))
}

fn of_python(printed: &str) -> Option<Fault> {
    let (before, last) = printed.trim_end().rsplit_once('\n')?;
    let name = last.strip_prefix("ModuleNotFoundError: ").or_else(|| last.strip_prefix("ImportError: "))?;
    let name = name.strip_prefix("No module named ")?.trim_matches(['\'', '\r']);
    let name = name.split('.').next().unwrap_or(name);
    let (_, package) = OF_PYTHON.iter().find(|(known, _)| *known == name)?;
    let place = Regex::new(r#"(?m)^  File "([^"]+)", line (\d+), in .*\n +(.+?)\r?$"#).ok()?;
    let line = place.captures_iter(before).last().map_or_else(
        || "The program".to_owned(),
        |place| format!("Line {} of `{}` (`{}`)", &place[2], file_name(&place[1]), &place[3]),
    );
    Some(Fault::new(
        FaultKind::Unsupported,
        format!("{line} needs the library `{name}`. This machine has none for the Python that runs the program."),
        format!("Install it (Debian and Ubuntu: `apt install {package}`; else `pip install {name}`) and try again."),
    ))
}

fn of_javascript(printed: &str) -> Option<Fault> {
    let asked =
        Regex::new(r"(?m)^Error.*: Cannot find (?:module|package) '([^'/]+)'(?: imported from (.+?)\r?$)?").ok()?;
    let asked = asked.captures_iter(printed).last()?;
    let name = OF_JAVASCRIPT.into_iter().find(|known| *known == &asked[1])?;
    let frame = Regex::new(r"(?m)^    at (?:.*\()?(/[^():]+):(\d+):\d+\)?\r?$").ok()?;
    let line = match (asked.get(2), frame.captures(printed)) {
        (None, Some(place)) => format!("Line {} of `{}`", &place[2], file_name(&place[1])),
        (Some(file), _) => format!("An import of `{}`", file_name(file.as_str())),
        (None, None) => "The program".to_owned(),
    };
    Some(Fault::new(
        FaultKind::Unsupported,
        format!("{line} needs the package `{name}`. It is not among the files of the program."),
        format!("Run `npm install {name}` in the program's folder and try again."),
    ))
}

fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::missing;

    fn told(printed: &str) -> Option<String> {
        missing(printed).map(|fault| fault.message)
    }

    #[test]
    fn the_line_that_needs_a_library_of_python_is_named() {
        let printed = "\
Hello\nTraceback (most recent call last):\n  File \"/home/ada/client.py\", line 3, in <module>\n    main()\n
  File \"/home/ada/web.py\", line 1, in main\n    import requests.auth\nModuleNotFoundError: No module named 'requests'\n";
        let line = "Line 1 of `web.py` (`import requests.auth`) needs the library `requests`. \
                    This machine has none for the Python that runs the program.";
        assert_eq!(told(printed).as_deref(), Some(line));
        let python_2 = printed.replace("ModuleNotFoundError", "ImportError").replace('\'', "");
        assert_eq!(told(&python_2).as_deref(), Some(line));
    }

    #[test]
    fn what_is_no_known_library_is_the_programs_own_mistake() {
        let printed = "Traceback (most recent call last):\n  File \"/home/ada/client.py\", line 1, in <module>\n    \
                       import sockets\nModuleNotFoundError: No module named 'sockets'\n";
        assert_eq!(told(printed), None);
        assert_eq!(told(&printed.replace("sockets", "requests").replace("ModuleNotFound", "Value")), None);
        assert_eq!(told("Error: Cannot find module './requests'"), None);
        assert_eq!(told(""), None);
    }

    #[test]
    fn the_line_that_needs_a_package_of_javascript_is_named() {
        let printed = "node:internal/modules/cjs/loader:1080\n  throw err;\n  ^\n\nError: Cannot find module 'axios'\n\
                       Require stack:\n- /home/ada/client.js\n    \
                       at Module._resolveFilename (node:internal/modules/cjs/loader:1077:15)\n    \
                       at Object.<anonymous> (/home/ada/client.js:2:15) {\n    \
                       at Object.<anonymous> (/home/ada/client.js:2:15)\n";
        let rest = "needs the package `axios`. It is not among the files of the program.";
        assert_eq!(told(printed), Some(format!("Line 2 of `client.js` {rest}")));
        let imported = "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'axios' imported from /home/ada/a.mjs\n";
        assert_eq!(told(imported), Some(format!("An import of `a.mjs` {rest}")));
    }
}
