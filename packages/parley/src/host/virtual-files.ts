import type { FileSystem } from "typescript/unstable/fs";

interface Folder {
  files: Set<string>;
  directories: Set<string>;
}

/** What changed in a virtual project, as absolute paths. */
export interface FileChanges {
  created: string[];
  changed: string[];
  deleted: string[];
}

/** Projects that exist in memory only, laid over the real file system. */
export interface VirtualFiles {
  fileSystem: FileSystem;
  /** Puts or replaces the project at `root` (absolute, with slashes) and says what that changed. */
  put(root: string, files: ReadonlyMap<string, string>): FileChanges;
  remove(root: string): void;
}

export function createVirtualFiles(): VirtualFiles {
  const projects = new Map<string, { files: ReadonlyMap<string, string>; folders: Map<string, Folder> }>();

  const find = (path: string) => {
    for (const [root, project] of projects) {
      if (path === root) return { ...project, path: "" };
      if (path.startsWith(`${root}/`)) return { ...project, path: path.slice(root.length + 1) };
    }
    return undefined;
  };

  return {
    // `undefined` sends the compiler to the real file system.
    fileSystem: {
      readFile: (path) => {
        const found = find(path);
        return found && (found.files.get(found.path) ?? null);
      },
      fileExists: (path) => {
        const found = find(path);
        return found?.files.has(found.path);
      },
      directoryExists: (path) => {
        const found = find(path);
        return found?.folders.has(found.path);
      },
      getAccessibleEntries: (path) => {
        const found = find(path);
        if (!found) return undefined;
        const folder = found.folders.get(found.path);
        return { files: [...(folder?.files ?? [])], directories: [...(folder?.directories ?? [])] };
      },
      realpath: (path) => (find(path) ? path : undefined),
    },
    put(root, files) {
      const before = projects.get(root)?.files ?? new Map<string, string>();
      projects.set(root, { files: new Map(files), folders: foldersOf(files.keys()) });
      const absolute = (paths: Iterable<string>) => [...paths].map((path) => `${root}/${path}`);
      return {
        created: absolute([...files.keys()].filter((path) => !before.has(path))),
        changed: absolute(
          [...files.keys()].filter((path) => before.has(path) && before.get(path) !== files.get(path)),
        ),
        deleted: absolute([...before.keys()].filter((path) => !files.has(path))),
      };
    },
    remove: (root) => void projects.delete(root),
  };
}

function foldersOf(paths: Iterable<string>): Map<string, Folder> {
  const folders = new Map<string, Folder>([["", { files: new Set(), directories: new Set() }]]);
  const folder = (path: string): Folder => {
    const known = folders.get(path);
    if (known) return known;
    const made: Folder = { files: new Set(), directories: new Set() };
    folders.set(path, made);
    folder(parentOf(path)).directories.add(nameOf(path));
    return made;
  };
  for (const path of paths) folder(parentOf(path)).files.add(nameOf(path));
  return folders;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
