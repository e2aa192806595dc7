//! A folder of this machine: `ab/abcdef…`, readable by its owner alone, and `arriving/` beside
//! it, from where a complete file is moved in one step.

use std::fs::{self, DirBuilder, File};
use std::io;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use tempfile::NamedTempFile;

use super::{Key, Store, StoreError, Stored};

const ARRIVING: &str = "arriving";

#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    arriving: PathBuf,
}

impl Folder {
    /// Nothing is made before something is stored.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        let root = root.into();
        Self {
            arriving: root.join(ARRIVING),
            root,
        }
    }

    fn shelf(&self, key: &Key) -> PathBuf {
        self.root.join(key.as_str().get(..2).unwrap_or_default())
    }

    fn path(&self, key: &Key) -> PathBuf {
        self.shelf(key).join(key.as_str())
    }
}

/// Makes a folder that only its owner enters.
///
/// # Errors
/// When the disk refuses.
pub fn make_private(path: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

impl Store for Folder {
    fn put(&self, key: &Key, file: NamedTempFile) -> Result<(), StoreError> {
        let shelf = self.shelf(key);
        make_private(&shelf)?;
        file.as_file().sync_all()?;
        file.persist_noclobber(self.path(key))
            .map_err(|error| StoreError::Unavailable(error.error.to_string()))?;
        // The file is there after a crash once its folder, and that folder's, are written down.
        sync(&shelf)?;
        sync(&self.root)?;
        Ok(())
    }

    fn open(&self, key: &Key) -> Result<File, StoreError> {
        Ok(File::open(self.path(key))?)
    }

    fn remove(&self, key: &Key) -> Result<(), StoreError> {
        match fs::remove_file(self.path(key)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn walk(&self, each: &mut dyn FnMut(Stored)) -> Result<(), StoreError> {
        let shelves = match fs::read_dir(&self.root) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            shelves => shelves?,
        };
        for shelf in shelves {
            let shelf = shelf?;
            if shelf.file_name() == ARRIVING || !shelf.file_type()?.is_dir() {
                continue;
            }
            for file in fs::read_dir(shelf.path())? {
                let file = file?;
                let Some(key) = file.file_name().to_str().and_then(Key::parse) else {
                    continue;
                };
                match file.metadata().and_then(|facts| facts.modified()) {
                    Ok(changed_at) => each(Stored { key, changed_at }),
                    // Removed while we looked.
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(error.into()),
                }
            }
        }
        Ok(())
    }

    fn arrivals(&self) -> Option<&Path> {
        Some(&self.arriving)
    }

    fn probe(&self) -> Result<(), StoreError> {
        make_private(&self.arriving)?;
        NamedTempFile::new_in(&self.arriving)?;
        // What a crash left half arrived belongs to nobody.
        for file in fs::read_dir(&self.arriving)? {
            let file = file?;
            let age = SystemTime::now()
                .duration_since(file.metadata()?.modified()?)
                .unwrap_or_default();
            if age > crate::web::limits::FILE_GRACE {
                fs::remove_file(file.path())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write};

    use super::*;

    #[test]
    fn what_is_put_in_is_found_and_removed() {
        let home = tempfile::tempdir().unwrap();
        let folder = Folder::at(home.path().join("files"));
        folder.probe().unwrap();
        let mut file = NamedTempFile::new_in(folder.arrivals().unwrap()).unwrap();
        file.write_all("ảnh".as_bytes()).unwrap();
        let key = Key::fresh();
        folder.put(&key, file).unwrap();
        let mut text = String::new();
        folder
            .open(&key)
            .unwrap()
            .read_to_string(&mut text)
            .unwrap();
        assert_eq!(text, "ảnh");
        let mut seen = Vec::new();
        folder.walk(&mut |stored| seen.push(stored.key)).unwrap();
        assert_eq!(seen, [key.clone()]);
        folder.remove(&key).unwrap();
        folder.remove(&key).unwrap();
        assert!(matches!(folder.open(&key), Err(StoreError::Missing)));
    }

    #[test]
    fn a_key_is_no_path() {
        for bad in [
            "",
            "..",
            "../../etc/passwd",
            &"A".repeat(32),
            &"a".repeat(31),
        ] {
            assert_eq!(Key::parse(bad), None, "{bad}");
        }
    }
}
