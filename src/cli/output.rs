//! Finished files: written beside their place and renamed, so that nobody ever sees half
//! of one.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use briefpack::diag::{Diagnostic, say};

/// Files that are being written. The interrupt handler removes them.
static UNFINISHED: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Makes Ctrl-C and a polite kill remove what is half written before the program ends
/// with exit code 130.
pub(super) fn remove_unfinished_on_interrupt() {
    // Without a handler the program still works; only a hidden temporary file could stay.
    let _ = ctrlc::set_handler(|| {
        if let Ok(files) = UNFINISHED.lock() {
            for file in files.iter() {
                let _ = std::fs::remove_file(file);
            }
        }
        std::process::exit(130);
    });
}

/// Writes all files or none: each into a hidden file beside its place; when all are
/// complete they are renamed.
pub(super) fn write(files: &[(PathBuf, Vec<u8>)]) -> Result<(), Diagnostic> {
    let mut ready = Vec::new();
    let done = files.iter().try_for_each(|(path, bytes)| {
        ready.push((beside(path, bytes)?, path));
        Ok(())
    });
    let done = done.and_then(|()| {
        ready.into_iter().try_for_each(|(file, path)| {
            file.persist(path).map(drop).map_err(|e| cannot_write(path, &e.error))
        })
    });
    if let Ok(mut unfinished) = UNFINISHED.lock() {
        unfinished.clear();
    }
    done
}

fn beside(path: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, Diagnostic> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder).map_err(|e| cannot_write(path, &e))?;
    let write = || {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".briefpack-").suffix(".part");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As readable as any file that a program writes; the umask still applies.
            builder.permissions(std::fs::Permissions::from_mode(0o666));
        }
        let mut file = builder.tempfile_in(folder)?;
        if let Ok(mut unfinished) = UNFINISHED.lock() {
            unfinished.push(file.path().to_owned());
        }
        file.write_all(bytes)?;
        file.flush()?;
        Ok(file)
    };
    write().map_err(|e: std::io::Error| cannot_write(path, &e))
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Diagnostic {
    let shown = path.display();
    Diagnostic::error(
        "output/not-written",
        say(
            format!("写不了“{shown}”：{}", reason(error)),
            format!("cannot write {shown}: {error}"),
        ),
    )
    .help(
        "检查文件夹是否存在、是否有写权限、磁盘是否已满、文件是否正被打开，或用 --out 换一个文件夹",
        "check that the folder exists and is writable, that the disk has room and that the \
         file is not open elsewhere, or choose another folder with --out",
    )
}

/// What went wrong with a file, in Chinese.
pub(super) fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹".into(),
        ErrorKind::PermissionDenied => "没有权限".into(),
        ErrorKind::ReadOnlyFilesystem => "文件系统是只读的".into(),
        ErrorKind::StorageFull => "磁盘已满".into(),
        ErrorKind::IsADirectory => "这是一个文件夹".into(),
        ErrorKind::NotADirectory => "路径中间有一段不是文件夹".into(),
        _ => error.to_string(),
    }
}

/// A file name made of a title: what file systems refuse is left out.
pub(super) fn file_name(title: &str) -> String {
    let name: String = title
        .chars()
        .map(|c| if c.is_control() || r#"/\:*?"<>|"#.contains(c) { ' ' } else { c })
        .collect();
    let name: String = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let name = name.trim_matches('.').trim();
    // 255 bytes are the limit of the usual file systems; the ending needs some.
    let mut end = name.len().min(200);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    if end == 0 { "briefpack".into() } else { name[..end].trim_end().into() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_file_name() {
        assert_eq!(file_name("云溪简报 第3期/增刊"), "云溪简报 第3期 增刊");
        assert_eq!(file_name("../.."), "briefpack");
        assert!(file_name(&"长".repeat(400)).len() <= 200);
    }

    #[test]
    fn nothing_is_left_when_one_of_two_files_cannot_be_written() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let good = folder.path().join("a.txt");
        let blocked = folder.path().join("a-file");
        std::fs::write(&blocked, "x").expect("writable");
        let files =
            [(good.clone(), b"a".to_vec()), (blocked.join("b.txt"), b"b".to_vec())];
        assert!(write(&files).is_err());
        assert!(!good.exists());
        let left = std::fs::read_dir(folder.path()).expect("readable").count();
        assert_eq!(left, 1);
    }
}
