import Documents
import Synchronization

/// The fonts that a service draws its papers with: read when the first paper is asked for, and shared by all papers from then on.
/// Fonts that could not be read are looked for again, so that what is mended while a service runs is mended at once.
public final class PaperFonts: Sendable {
    private let folder: String
    private let loaded = Mutex<FontSet?>(nil)

    /// - Parameter folder: nil: where Debian's packages put them.
    public init(folder: String? = nil) { self.folder = folder ?? FontSet.debianFolder }

    /// - Throws: as `FontSet.load(folder:)`.
    func callAsFunction() throws(DocumentError) -> FontSet {
        try loaded.withLock { fonts throws(DocumentError) in
            if let fonts { return fonts }
            let read = try FontSet.load(folder: folder)
            fonts = read
            return read
        }
    }
}
