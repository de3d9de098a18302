import Registry
import RuralIndustry

extension Site {
    /// What papers are made with here.
    ///
    /// - Throws: a refusal `workshop-missing` where none are.
    func papers() throws(Refusal) -> PaperWorkshop {
        guard let workshop else { throw Refusal(.noWorkshop) }
        return workshop
    }

    /// Why no certificate can be issued here, as pages say it. Empty: nothing is missing.
    func workshopLacks() async -> [Violation] {
        guard let workshop else { return [.noWorkshop] }
        return await workshop.lacks(at: clock()).map(\.ofWorkshop)
    }

    /// Work with the workshop, of which whatever it lacks is told as pages say it.
    func working<Value: Sendable>(_ body: (PaperWorkshop) async throws -> Value) async throws -> Value {
        let workshop = try papers()
        do {
            return try await body(workshop)
        } catch let refusal as Refusal {
            try Refusal.throwIfAny(refusal.violations.map(\.ofWorkshop))
            throw refusal
        }
    }
}

extension Violation {
    fileprivate static let noWorkshop = Violation(
        "workshop-missing",
        vi: "máy chủ này không được đặt để làm giấy chứng nhận và văn bản; hãy nhờ người quản trị máy chủ",
        en: "this server is not set up to make certificates and papers; ask its administrator")

    /// What is wrong with the machine, for people who cannot mend it and need not know its files: whom to ask, and for what.
    var ofWorkshop: Violation {
        switch code {
        case "signing-key-missing", "signing-key-exposed", "signing-key-unreadable":
            Violation(
                code,
                vi:
                    "máy chủ chưa có khóa ký mã QR dùng được; hãy nhờ người quản trị máy chủ tạo hoặc chép khóa",
                en: "the server has no usable key for QR codes; ask its administrator for one")
        case "base-url-missing", "base-url-not-https", "base-url-local":
            Violation(
                code,
                vi:
                    "máy chủ chưa có địa chỉ https công khai mà mã QR dẫn tới; hãy nhờ người quản trị máy chủ đặt CNNT_BASE_URL",
                en:
                    "the server has no public https address that QR codes lead to; ask its administrator to set CNNT_BASE_URL"
            )
        case "font-missing", "font-unreadable":
            Violation(
                code,
                vi: "máy chủ thiếu phông chữ để vẽ; hãy nhờ người quản trị máy chủ cài gói fonts-noto-core",
                en:
                    "the server lacks the fonts to draw with; ask its administrator to install fonts-noto-core"
            )
        case _ where place.file != nil:
            Violation(
                code, vi: "không dùng được khóa ký tệp của máy chủ (\(code)); hãy nhờ người quản trị máy chủ",
                en: "the server's key for files cannot be used (\(code)); ask its administrator")
        default: self
        }
    }
}
