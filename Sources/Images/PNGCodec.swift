import CPNG

/// Decodes and encodes PNG through libpng's simplified interface, in eight bits of sRGB.
enum PNGCodec {
    /// Transparent parts come out white, as on paper.
    static func decode(_ structure: PNGStructure) throws(FileError) -> Pixels {
        let image = PNGImage()
        // libpng keeps the address of the file from the first call to the second
        let pixels: [UInt8]? = structure.essential.withUnsafeBytes { file in
            guard png_image_begin_read_from_memory(image.record, file.baseAddress, file.count) != 0,
                Int(image.record.pointee.width) == structure.width,
                Int(image.record.pointee.height) == structure.height
            else { return nil }
            let isColour = cnnt_png_is_colour(image.record) != 0
            image.record.pointee.format = isColour ? cnnt_png_rgb : cnnt_png_gray
            var white = png_color(red: 255, green: 255, blue: 255)
            var pixels = [UInt8](
                repeating: 0, count: structure.width * structure.height * (isColour ? 3 : 1))
            let isRead = png_image_finish_read(image.record, &white, &pixels, 0, nil) != 0
            return isRead && cnnt_png_failed(image.record) == 0 ? pixels : nil
        }
        guard let pixels else { throw .malformed("PNG") }
        return Pixels(
            width: structure.width, height: structure.height,
            channels: pixels.count / (structure.width * structure.height), bytes: pixels)
    }

    static func encode(_ pixels: Pixels) throws(FileError) -> [UInt8] {
        let image = PNGImage()
        image.record.pointee.width = UInt32(pixels.width)
        image.record.pointee.height = UInt32(pixels.height)
        image.record.pointee.format = pixels.channels == 1 ? cnnt_png_gray : cnnt_png_rgb
        var isWritten = false
        let limit = cnnt_png_size_limit(image.record)
        let file = [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
            var size = buffer.count
            isWritten =
                png_image_write_to_memory(image.record, buffer.baseAddress, &size, 0, pixels.bytes, 0, nil)
                != 0
            count = isWritten ? size : 0
        }
        guard isWritten else { throw .malformed("PNG") }
        return file
    }
}

/// libpng's record of an image, at one address for its whole life: the library points back at it.
private struct PNGImage: ~Copyable {
    let record: UnsafeMutablePointer<png_image>

    init() {
        record = .allocate(capacity: 1)
        record.initialize(to: png_image())
        record.pointee.version = cnnt_png_version
    }

    deinit {
        png_image_free(record)
        record.deallocate()
    }
}
