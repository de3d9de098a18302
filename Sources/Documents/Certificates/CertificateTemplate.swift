public import RuralIndustry

/// The design of a certificate as data: its wording and its colours for each level.
///
/// A paper names the design that it was issued in, so that it can be drawn again in years; a design that
/// changes gets a new id.
public struct CertificateTemplate: Hashable, Sendable {
    public let id: String
    public var wording: Wording
    public var palettes: [SelectionLevel: Palette]

    public init(id: String, wording: Wording, palettes: [SelectionLevel: Palette]) {
        self.id = id
        self.wording = wording
        self.palettes = palettes
    }

    public struct Palette: Hashable, Sendable {
        /// Title, product name and the strong lines of the frame; dark enough to be read on white.
        public var accent: Color
        /// Ornaments.
        public var metal: Color
        /// Running text.
        public var ink: Color
        /// Small connecting words.
        public var muted: Color

        public init(accent: Color, metal: Color, ink: Color, muted: Color) {
            self.accent = accent
            self.metal = metal
            self.ink = ink
            self.muted = muted
        }
    }

    /// The words that are the same on every certificate of a design.
    public struct Wording: Hashable, Sendable {
        public var nation = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
        public var motto = "Độc lập - Tự do - Hạnh phúc"
        public var title = "GIẤY CHỨNG NHẬN"
        /// Before the level's name.
        public var distinction = "Sản phẩm công nghiệp nông thôn tiêu biểu"
        /// Before the members of a set.
        public var members = "Bộ sản phẩm gồm:"
        public var group = "Nhóm sản phẩm:"
        public var classification = "Xếp loại:"
        public var holder = "của"
        /// Before the decision's number.
        public var decision = "được công nhận theo Quyết định số"
        /// Between the decision's day and its authority.
        public var decidedBy = "của"
        public var number = "Số:"
        public var validThrough = "Có giá trị đến hết ngày"
        public var scan = "Quét mã QR hoặc mở địa chỉ dưới đây để kiểm tra"
        public var code = "Mã tra cứu:"
        public var specimen = "MẪU"
        /// The QR code in words, before its address.
        public var qrCode = "Mã QR dẫn đến trang kiểm tra giấy chứng nhận:"
        /// Why the file is signed, before the certificate's number.
        public var signatureReason = "Cấp giấy chứng nhận số"
        /// The signature's field in words, before the issuing body.
        public var signatureField = "Chữ ký số của"

        public init() {}
    }

    /// The design that comes with the program.
    public static let standard = CertificateTemplate(
        id: "standard-1", wording: Wording(),
        palettes: [
            .commune: Palette(accent: Color(0x1C6442), metal: Color(0xB08A3A)),
            .district: Palette(accent: Color(0x0D5A6E), metal: Color(0xB08A3A)),
            .provincial: Palette(accent: Color(0x1F3B7D), metal: Color(0xB8892B)),
            .regional: Palette(accent: Color(0x6B1F5E), metal: Color(0xB8892B)),
            .national: Palette(accent: Color(0xA5131C), metal: Color(0xBF9130)),
        ])
}

extension CertificateTemplate.Palette {
    fileprivate init(accent: Color, metal: Color) {
        self.init(accent: accent, metal: metal, ink: Color(0x22252B), muted: Color(0x5B5E66))
    }
}
