/// A photograph made fit to be shown to everybody: JPEG in two sizes, with nothing in it but pixels.
///
/// The same bytes always give the same bytes.
public struct ShownPicture: Hashable, Sendable {
    /// For a page of its own.
    public let large: Rendition
    /// For a list.
    public let small: Rendition

    public struct Rendition: Hashable, Sendable {
        /// A JPEG file.
        public let bytes: [UInt8]
        public let width: Int
        public let height: Int
    }

    /// Pixels of the longer side at most.
    public static let (largeSide, smallSide) = (1600, 320)

    /// - Parameter stored: a photograph as `AcceptedFile` made it.
    /// - Throws: `file-type-refused` for what is no image, and what decoding it throws.
    public init(stored: [UInt8]) throws(FileError) {
        let pixels: Pixels
        switch try FileSignature.mediaType(of: stored) {
        case .jpeg: pixels = try JPEGCodec.decode(stored, JPEGStructure(stored))
        case .png: pixels = try PNGCodec.decode(PNGStructure(stored))
        case .pdf: throw FileError.notAnImage
        }
        let large = pixels.scaled(within: Self.largeSide)
        self.large = try Rendition(large)
        small = try Rendition(large.scaled(within: Self.smallSide))
    }
}

extension ShownPicture.Rendition {
    /// Smaller files than what is kept as evidence: nobody counts threads on them.
    private static let quality: Int32 = 84

    fileprivate init(_ pixels: Pixels) throws(FileError) {
        self.init(
            bytes: try JPEGCodec.encode(pixels, isHalvedChroma: true, quality: Self.quality),
            width: pixels.width, height: pixels.height)
    }
}
