import FoundationEssentials

/// The checkout that the tests were built from.
public enum SourceTree {
    /// The folder of Package.swift.
    public static let root = folder(above: #filePath, levels: 3)

    /// Data that lie beside the checkout where the project is developed, and nowhere else: tests that need them are enabled
    /// only then.
    public static let shared = folder(above: root, levels: 1) + "/shared"

    public static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

    private static func folder(above path: String, levels: Int) -> String {
        var path = path[...]
        for _ in 0..<levels { path = path[..<(path.lastIndex(of: "/") ?? path.startIndex)] }
        return String(path)
    }
}
