import FoundationEssentials

/// The font files that documents are set in, read into memory once and shared by all renderers.
public struct FontSet: Sendable {
    /// Where Debian's fonts-noto-core puts its files.
    public static let debianFolder = "/usr/share/fonts/truetype/noto"

    /// The files that a folder must hold.
    public static var fileNames: [String] { Typeface.allCases.map(\.fileName) }

    /// The SHA-256 of each file by its name. The same text in other font files gives other bytes.
    public let hashes: [String: String]

    let files: [Typeface: [UInt8]]
    let folder: String

    /// Reads every font file from a folder.
    ///
    /// - Throws: `font-missing`, naming the file and the Debian package that has it; `font-unreadable`.
    public static func load(folder: String = debianFolder) throws(DocumentError) -> FontSet {
        var files: [Typeface: [UInt8]] = [:]
        for typeface in Typeface.allCases {
            let path = folder + "/" + typeface.fileName
            guard let data = FileManager.default.contents(atPath: path) else { throw .fontMissing(path) }
            let bytes = [UInt8](data)
            guard TrueTypeHeader(bytes) != nil else { throw .fontUnreadable(path) }
            files[typeface] = bytes
        }
        return FontSet(files: files, folder: folder)
    }

    private init(files: [Typeface: [UInt8]], folder: String) {
        self.files = files
        self.folder = folder
        hashes = Dictionary(uniqueKeysWithValues: files.map { ($0.key.fileName, sha256Hex($0.value)) })
    }
}
