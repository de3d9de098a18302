import CPNG
import RuralIndustry

/// A picture of eight bits a colour in sRGB, as a PNG file holds it.
struct Bitmap: Sendable {
    let width: Int
    let height: Int
    /// Red, green and blue of each pixel, row by row from the top.
    let colors: [UInt8]
    /// How much of each pixel covers what is below; nil: all of it.
    let coverage: [UInt8]?

    private static let mostPixels = 4_000_000
    private static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

    /// - Throws: `template-png`: no PNG, a broken one, or one of more than four million pixels.
    init(png file: [UInt8]) throws(DocumentError) {
        guard file.starts(with: Self.signature) else {
            throw DocumentError(
                "template-png", vi: "Đây không phải là tệp PNG; hãy lưu hình thành PNG",
                en: "This is no PNG file; save the picture as PNG")
        }
        let record = UnsafeMutablePointer<png_image>.allocate(capacity: 1)
        record.initialize(to: png_image())
        record.pointee.version = cnnt_png_version
        defer {
            png_image_free(record)
            record.deallocate()
        }
        var size = (width: 0, height: 0)
        // libpng keeps the address of the file from the first call to the second
        let pixels: [UInt8]? = file.withUnsafeBytes { bytes in
            guard png_image_begin_read_from_memory(record, bytes.baseAddress, bytes.count) != 0 else {
                return nil
            }
            size = (Int(record.pointee.width), Int(record.pointee.height))
            guard size.width > 0, size.height > 0, size.width * size.height <= Self.mostPixels else {
                return nil
            }
            record.pointee.format = cnnt_png_rgba
            var pixels = [UInt8](repeating: 0, count: size.width * size.height * 4)
            let isRead = png_image_finish_read(record, nil, &pixels, 0, nil) != 0
            return isRead && cnnt_png_failed(record) == 0 ? pixels : nil
        }
        guard let pixels else {
            throw DocumentError(
                "template-png",
                vi: "Tệp PNG hỏng hoặc quá bốn triệu điểm ảnh; hãy lưu lại hình thành PNG",
                en: "The PNG file is broken or has more than four million pixels; save the picture again")
        }
        (width, height) = size
        var colors: [UInt8] = []
        var coverage: [UInt8] = []
        colors.reserveCapacity(pixels.count / 4 * 3)
        coverage.reserveCapacity(pixels.count / 4)
        for index in stride(from: 0, to: pixels.count, by: 4) {
            colors += pixels[index..<index + 3]
            coverage.append(pixels[index + 3])
        }
        self.colors = colors
        self.coverage = coverage.allSatisfy { $0 == 255 } ? nil : coverage
    }
}

/// A bitmap ready to be put into documents.
struct CompressedBitmap: Sendable {
    let width: Int
    let height: Int
    let colors: [UInt8]
    let coverage: [UInt8]?

    init(_ bitmap: Bitmap) throws(DocumentError) {
        let deflater = try Deflater(level: 12)
        width = bitmap.width
        height = bitmap.height
        colors = deflater.compress(bitmap.colors)
        coverage = bitmap.coverage.map { deflater.compress($0) }
    }
}
