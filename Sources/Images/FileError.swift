/// Why a file is not taken; the caller turns it into the program's own errors.
public struct FileError: Error, Hashable, Sendable {
    /// Stable, lower-case English with hyphens (`file-truncated`).
    public let code: String
    public let vietnamese: String
    public let english: String

    init(_ code: String, vi: String, en: String) {
        self.code = code
        vietnamese = vi
        english = en
    }
}

extension FileError {
    static let truncated = FileError(
        "file-truncated", vi: "tệp bị cắt cụt: thiếu phần cuối; hãy sao chép lại từ bản gốc",
        en: "the file is cut off: its end is missing; copy it again from the original")

    static let trailing = FileError(
        "file-trailing-data", vi: "sau phần cuối của ảnh còn dữ liệu khác; hãy lưu lại ảnh rồi nộp",
        en: "something else follows the end of the image; save the image anew and file that")

    static let notAnImage = FileError(
        "photograph-not-image", vi: "tệp không phải là ảnh JPEG hoặc PNG",
        en: "the file is no JPEG or PNG image")

    static func malformed(_ format: String) -> FileError {
        FileError(
            "file-malformed", vi: "tệp \(format) bị hỏng hoặc không đúng định dạng; hãy lưu lại từ bản gốc",
            en: "the \(format) file is damaged or malformed; save it again from the original")
    }

    static func tooManyPixels(_ width: Int, _ height: Int) -> FileError {
        FileError(
            "image-too-many-pixels",
            vi: "ảnh \(width) × \(height) điểm quá lớn; tối đa \(FileLimits.pixels / 1_000_000) triệu điểm",
            en: "\(width) × \(height) pixels are too many; at most \(FileLimits.pixels / 1_000_000) million")
    }
}
