import CPNG
import CTurboJPEG

/// Made-up images for tests, encoded by the libraries that cameras and programs use too.
public struct Picture: Sendable {
    public let width: Int
    public let height: Int
    /// 1: grey; 3: colours.
    public let channels: Int
    public let samples: [UInt8]

    /// A picture whose four corners look different, so that turning it shows; `seed` makes it another one.
    public init(width: Int = 48, height: Int = 32, channels: Int = 3, seed: Int = 0) {
        self.width = width
        self.height = height
        self.channels = channels
        samples = (0..<width * height).flatMap { place -> [UInt8] in
            let (x, y) = (place % width, place / width)
            let right = x * 2 >= width
            let low = y * 2 >= height
            let colour: [UInt8] = [right ? 220 : 30, low ? 220 : 30, UInt8((x + y + seed) % 60 + 60)]
            return channels == 1 ? [UInt8((Int(colour[0]) + Int(colour[1]) / 2 + seed) % 256)] : colour
        }
    }

    /// The colour at a point.
    public func colour(_ x: Int, _ y: Int) -> [UInt8] {
        Array(samples[(y * width + x) * channels..<(y * width + x + 1) * channels])
    }

    // MARK: JPEG

    public func jpeg(quality: Int32 = 95, isProgressive: Bool = false) -> [UInt8] {
        guard let handle = tjInitCompress() else { preconditionFailure("no encoder") }
        defer { tjDestroy(handle) }
        var buffer: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        let status = tjCompress2(
            handle, samples, Int32(width), 0, Int32(height),
            Int32((channels == 1 ? TJPF_GRAY : TJPF_RGB).rawValue),
            &buffer, &size, Int32((channels == 1 ? TJSAMP_GRAY : TJSAMP_420).rawValue), quality,
            isProgressive ? TJFLAG_PROGRESSIVE : 0)
        defer { tjFree(buffer) }
        guard status == 0, let buffer else { preconditionFailure("not encoded") }
        return Array(UnsafeBufferPointer(start: buffer, count: Int(size)))
    }

    /// A JPEG in printing colours.
    public func cmykJPEG() -> [UInt8] {
        let inks = (0..<width * height).flatMap { _ -> [UInt8] in [10, 20, 30, 40] }
        guard let handle = tjInitCompress() else { preconditionFailure("no encoder") }
        defer { tjDestroy(handle) }
        var buffer: UnsafeMutablePointer<UInt8>?
        var size: UInt = 0
        let status = tjCompress2(
            handle, inks, Int32(width), 0, Int32(height), Int32(TJPF_CMYK.rawValue), &buffer, &size,
            Int32(TJSAMP_444.rawValue), 90, 0)
        defer { tjFree(buffer) }
        guard status == 0, let buffer else { preconditionFailure("not encoded") }
        return Array(UnsafeBufferPointer(start: buffer, count: Int(size)))
    }

    /// Decodes a JPEG; nil if the library finds any fault.
    public init?(jpeg: [UInt8]) {
        guard let handle = tjInitDecompress() else { return nil }
        defer { tjDestroy(handle) }
        var (width, height, sampling, space): (Int32, Int32, Int32, Int32) = (0, 0, 0, 0)
        guard tjDecompressHeader3(handle, jpeg, UInt(jpeg.count), &width, &height, &sampling, &space) == 0
        else {
            return nil
        }
        let isGrey = space == Int32(TJCS_GRAY.rawValue)
        var samples = [UInt8](repeating: 0, count: Int(width) * Int(height) * (isGrey ? 1 : 3))
        guard
            tjDecompress2(
                handle, jpeg, UInt(jpeg.count), &samples, width, 0, height,
                Int32((isGrey ? TJPF_GRAY : TJPF_RGB).rawValue), TJFLAG_STOPONWARNING) == 0
        else { return nil }
        (self.width, self.height, channels, self.samples) = (Int(width), Int(height), isGrey ? 1 : 3, samples)
    }

    // MARK: PNG

    public func png() -> [UInt8] {
        Self.png(samples, width, height, channels == 1 ? cnnt_png_gray : cnnt_png_rgb)
    }

    /// The same with every pixel transparent.
    public func transparentPNG() -> [UInt8] {
        let clear = (0..<width * height).flatMap { place -> [UInt8] in
            Array(samples[place * 3..<place * 3 + 3]) + [0]
        }
        return Self.png(clear, width, height, cnnt_png_rgb | 1)
    }

    private static func png(_ samples: [UInt8], _ width: Int, _ height: Int, _ format: UInt32) -> [UInt8] {
        let image = UnsafeMutablePointer<png_image>.allocate(capacity: 1)
        image.initialize(to: png_image())
        defer {
            png_image_free(image)
            image.deallocate()
        }
        image.pointee.version = cnnt_png_version
        image.pointee.width = UInt32(width)
        image.pointee.height = UInt32(height)
        image.pointee.format = format
        var size = cnnt_png_size_limit(image)
        var file = [UInt8](repeating: 0, count: size)
        precondition(png_image_write_to_memory(image, &file, &size, 0, samples, 0, nil) != 0)
        return Array(file[..<size])
    }

    /// Decodes a PNG; nil if the library finds any fault.
    public init?(png: [UInt8]) {
        let image = UnsafeMutablePointer<png_image>.allocate(capacity: 1)
        image.initialize(to: png_image())
        defer {
            png_image_free(image)
            image.deallocate()
        }
        image.pointee.version = cnnt_png_version
        let samples: [UInt8]? = png.withUnsafeBytes { file in
            guard png_image_begin_read_from_memory(image, file.baseAddress, file.count) != 0 else {
                return nil
            }
            let isColour = cnnt_png_is_colour(image) != 0
            image.pointee.format = isColour ? cnnt_png_rgb : cnnt_png_gray
            var samples = [UInt8](
                repeating: 0, count: Int(image.pointee.width * image.pointee.height) * (isColour ? 3 : 1))
            guard png_image_finish_read(image, nil, &samples, 0, nil) != 0 else { return nil }
            return samples
        }
        guard let samples else { return nil }
        (width, height) = (Int(image.pointee.width), Int(image.pointee.height))
        channels = samples.count / (width * height)
        self.samples = samples
    }
}
