public import RuralIndustry

/// What keeps a document from being made although its text is in order: a font file or a library.
///
/// Codes are stable: `font-missing`, `font-unreadable`, `font-subset`, `qr-code`, `out-of-memory`.
public struct DocumentError: Error, Hashable, Sendable {
    public let code: String
    public let text: Bilingual

    init(_ code: String, vi: String, en: String) {
        self.code = code
        self.text = Bilingual(vi: vi, en: en)
    }

    static func fontMissing(_ path: String) -> DocumentError {
        DocumentError(
            "font-missing",
            vi:
                "Không có tệp phông chữ \(path); hãy cài gói Debian fonts-noto-core (apt-get install fonts-noto-core)",
            en:
                "There is no font file \(path); install the Debian package fonts-noto-core (apt-get install fonts-noto-core)"
        )
    }

    static func fontUnreadable(_ path: String) -> DocumentError {
        DocumentError(
            "font-unreadable",
            vi:
                "Tệp \(path) không đọc được như một phông chữ TrueType; hãy cài lại gói Debian fonts-noto-core",
            en: "\(path) cannot be read as a TrueType font; install the Debian package fonts-noto-core again")
    }

    static func subset(_ font: String) -> DocumentError {
        DocumentError(
            "font-subset", vi: "HarfBuzz không trích được các chữ cần dùng từ phông \(font)",
            en: "HarfBuzz could not make a subset of the font \(font)")
    }

    static func qrCode(bytes: Int) -> DocumentError {
        DocumentError(
            "qr-code", vi: "libqrencode không tạo được mã QR cho \(bytes) byte",
            en: "libqrencode could not make a QR code of \(bytes) bytes")
    }

    static let outOfMemory = DocumentError("out-of-memory", vi: "Không đủ bộ nhớ", en: "Out of memory")
}
