/// What a file can be.
public enum MediaType: String, Hashable, Sendable, CaseIterable {
    case jpeg = "image/jpeg"
    case png = "image/png"
    case pdf = "application/pdf"

    /// The ending that people expect of such a file's name.
    public var nameEnding: String {
        switch self {
        case .jpeg: "jpg"
        case .png: "png"
        case .pdf: "pdf"
        }
    }
}

/// A file made fit to be kept: its type decided from its bytes; an image decoded and encoded again, so that nothing but its
/// pixels is left (no place, time, camera, comment, thumbnail or appended file), upright as its EXIF orientation said.
///
/// The same bytes always give the same bytes. A colour profile is not kept, since it can carry text of its own: samples are
/// taken to be sRGB, so that the colours of a photograph in Display P3 come out a little paler. Transparent parts become
/// white. A PDF is kept as it came: what is looked at is said at `PDFCheck`.
public struct AcceptedFile: Hashable, Sendable {
    public let mediaType: MediaType
    /// What is stored.
    public let bytes: [UInt8]
    /// Nil for a PDF.
    public let picture: Picture?

    public struct Picture: Hashable, Sendable {
        public let width: Int
        public let height: Int
        /// Without colours.
        public let isGrey: Bool
    }

    /// Throws `file-empty`, `file-too-large`, `file-type-refused`, `file-truncated`, `file-malformed`, `file-trailing-data`,
    /// `image-too-many-pixels`, `jpeg-cmyk`, `jpeg-unsupported`, `png-animated`, `pdf-encrypted`, `pdf-active-content`.
    public init(received: [UInt8]) throws(FileError) {
        if received.count > FileLimits.received { throw .tooLarge }
        mediaType = try FileSignature.mediaType(of: received)
        switch mediaType {
        case .jpeg:
            let structure = try JPEGStructure(received)
            let pixels = try JPEGCodec.decode(received, structure).turned(structure.orientation)
            bytes = try JPEGCodec.encode(pixels, like: structure)
            picture = Picture(pixels)
        case .png:
            let structure = try PNGStructure(received)
            let pixels = try PNGCodec.decode(structure).turned(structure.orientation)
            bytes = try PNGCodec.encode(pixels)
            picture = Picture(pixels)
        case .pdf:
            try PDFCheck.check(received)
            bytes = received
            picture = nil
        }
        if bytes.count > FileLimits.stored { throw .tooLarge }
    }
}

extension AcceptedFile.Picture {
    fileprivate init(_ pixels: Pixels) {
        self.init(width: pixels.width, height: pixels.height, isGrey: pixels.channels == 1)
    }
}

extension FileError {
    public static let tooLarge = FileError(
        "file-too-large",
        vi: "tệp quá lớn; tối đa \(FileLimits.received >> 20) MiB, hãy giảm độ phân giải rồi nộp lại",
        en: "the file is too large; at most \(FileLimits.received >> 20) MiB, reduce its resolution")
}
