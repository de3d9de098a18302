/// How large what somebody files may be. They bound the memory that one file can take: received and stored bytes, and four
/// times its pixels' three bytes (decoded, turned, and a progressive JPEG's coefficients).
public enum FileLimits {
    /// Bytes of a file as it is received.
    public static let received = 10 << 20
    /// Bytes of a file as it is stored: an image that is encoded again may grow a little.
    public static let stored = 16 << 20
    /// Width times height; the largest that the main cameras of telephones make by default.
    public static let pixels = 50_000_000
    /// Pixels along one side.
    public static let side = 20_000
    /// Passes of a progressive JPEG; encoders use about ten. Each costs a walk over all pixels.
    static let scans = 64

    /// Asked of the header, before anything is decoded.
    static func check(width: Int, height: Int) throws(FileError) {
        if width > side || height > side || width * height > pixels {
            throw .tooManyPixels(width, height)
        }
    }
}
