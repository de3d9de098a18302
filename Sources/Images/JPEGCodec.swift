import CTurboJPEG

/// Decodes and encodes JPEG through libjpeg-turbo, with the exact transform, so that the same image gives the same bytes on
/// every machine.
enum JPEGCodec {
    /// High enough that a scanned paper stays legible and one more generation does not show.
    static let quality: Int32 = 92

    /// Anything that the decoder warns of is refused: a photograph with a grey half is no evidence.
    static func decode(_ bytes: [UInt8], _ structure: JPEGStructure) throws(FileError) -> Pixels {
        guard let handle = tjInitDecompress() else { throw .malformed("JPEG") }
        defer { tjDestroy(handle) }
        let channels = structure.components
        let format = channels == 1 ? TJPF_GRAY : TJPF_RGB
        var pixels = [UInt8](repeating: 0, count: structure.width * structure.height * channels)
        let status = tjDecompress2(
            handle, bytes, UInt(structure.end), &pixels, Int32(structure.width), 0, Int32(structure.height),
            Int32(format.rawValue), TJFLAG_ACCURATEDCT | TJFLAG_STOPONWARNING)
        guard status == 0 else { throw .malformed("JPEG") }
        return Pixels(width: structure.width, height: structure.height, channels: channels, bytes: pixels)
    }

    static func encode(_ pixels: Pixels, like structure: JPEGStructure) throws(FileError) -> [UInt8] {
        try encode(pixels, isHalvedChroma: structure.isHalvedChroma, quality: quality)
    }

    static func encode(_ pixels: Pixels, isHalvedChroma: Bool, quality: Int32) throws(FileError) -> [UInt8] {
        guard let handle = tjInitCompress() else { throw .malformed("JPEG") }
        defer { tjDestroy(handle) }
        let isGrey = pixels.channels == 1
        let sampling = isGrey ? TJSAMP_GRAY : isHalvedChroma ? TJSAMP_420 : TJSAMP_444
        var buffer: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        let status = tjCompress2(
            handle, pixels.bytes, Int32(pixels.width), 0, Int32(pixels.height),
            Int32((isGrey ? TJPF_GRAY : TJPF_RGB).rawValue), &buffer, &size, Int32(sampling.rawValue),
            quality,
            TJFLAG_ACCURATEDCT)
        defer { tjFree(buffer) }
        guard status == 0, let buffer else { throw .malformed("JPEG") }
        return Array(UnsafeBufferPointer(start: buffer, count: Int(size)))
    }
}
