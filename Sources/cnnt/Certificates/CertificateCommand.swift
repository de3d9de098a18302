import ArgumentParser
import Documents
import Evidence
import Registry
import RuralIndustry

struct CertificateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "certificate", abstract: "Giấy chứng nhận sản phẩm CNNT tiêu biểu (certificates).",
        subcommands: [
            Issue.self, List.self, Expiring.self, Show.self, Verify.self, Revoke.self, Replace.self,
            Revocations.self, Reissue.self, Proof.self, Labels.self, Template.self,
        ])

    struct Issue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "issue",
            abstract: "Cấp giấy chứng nhận của một kỳ bình chọn thành tệp PDF; chạy lại thì tiếp tục.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var signing: SigningOptions
        @OptionGroup var fontOptions: FontOptions
        @Argument(help: "Số của kỳ bình chọn.") var round: Int64
        @Option(help: "Thư mục để ghi.") var out: String
        @Option(help: "Mẫu giấy: tên mẫu có sẵn hoặc tệp JSON (mặc định: mẫu chuẩn).") var template: String?
        @Option(help: "Tệp PDF để ghi chung mọi giấy, mỗi giấy một trang, để in một lần.") var combined:
            String?
        @Option(help: "Tệp để ghi điểm kiểm chứng đã ký (mặc định: in ra).") var checkpoint: String?
        @Option(
            name: [.customLong("issued-on"), .customLong("date"), .customLong("as-of")],
            help: "Ngày cấp (mặc định: hôm nay).") var issuedOn: Day?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let fonts = try FontSet.load(folder: place.fontDirectory)
                let signing = try self.signing.signing(at: place.now)
                let issue = CertificateIssue(
                    round: round, issuedOn: issuedOn ?? place.today, baseURL: try place.publicAddress(),
                    isSpecimen: place.settings.isDemo, fonts: fonts,
                    // a dry run makes no key that stays
                    codeKey: dryRun.dryRun ? SigningKey() : try await place.signingKey(registry),
                    template: try template.map { try CertificateTemplate(named: $0) },
                    allowsOtherFonts: fontOptions.allowOtherFonts)
                if dryRun.dryRun {
                    let count = try await registry.issueCertificates(issue, as: place.viewer, dryRun: true)
                    Console().note(
                        Bilingual(
                            vi: "sẽ cấp \(count) giấy chứng nhận", en: "\(count) certificates would be issued"
                        )
                        .text(in: place.language))
                    return
                }
                for product in try await registry.awardsInDoubt(ofRound: round, as: place.viewer) {
                    Console().note(
                        Bilingual(
                            vi:
                                "lưu ý: chưa cấp giấy cho “\(product)”: kết quả đã sửa, sản phẩm không còn đủ điều kiện",
                            en:
                                "note: no certificate for “\(product)”: the result was corrected, it is not eligible any more"
                        ).text(in: place.language))
                }
                _ = try await registry.issueCertificates(issue, as: place.viewer)
                let progress = ProgressLine(
                    Bilingual(vi: "Vẽ giấy chứng nhận", en: "Drawing certificates").text(in: place.language))
                let batch = try await registry.writeCertificates(
                    ofRound: round, to: out, fonts: fonts, allowsOtherFonts: fontOptions.allowOtherFonts,
                    signing: signing, as: place.viewer
                ) { done, total in progress.update(done: done, of: total) }
                let printed = await printTogether(fonts, registry, place)
                let sealed = batch.files.isEmpty ? [] : await seal(registry, place)
                try output.printer(place).list(batch.files)
                let failures = batch.failures + printed + sealed
                if !failures.isEmpty { throw Failure.partlyDone(failures) }
            }
        }
    }

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "Liệt kê giấy chứng nhận; --status live: những giấy còn hiệu lực.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Option(help: "Số của kỳ bình chọn.") var round: Int64?
        @Option(help: "Cấp.") var level: SelectionLevel?
        @Option(help: "Năm cấp.") var year: Int?
        @Option(help: "Chỉ giấy đang ở tình trạng này vào --as-of: live, expired, revoked hoặc replaced.")
        var status: AwardStatus?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let day = asOf.day(place)
                let certificates = try await registry.certificates(
                    round: round, level: level, year: year, as: place.viewer)
                try output.printer(place).list(
                    certificates.filter { status == nil || $0.status(on: day) == status }
                        .map { CertificateLine(certificate: $0, day: day) })
            }
        }
    }

    struct Show: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: "Xem một giấy chứng nhận theo số in.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Số giấy chứng nhận, ví dụ 0001/2023/CNNT-T19.") var number: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    CertificateLine(
                        certificate: try await registry.certificate(number: number, as: place.viewer),
                        day: asOf.day(place)))
            }
        }
    }

    struct Revoke: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "revoke",
            abstract: "Ghi nhận văn bản thu hồi của cơ quan có thẩm quyền.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var confirmation: ConfirmOption
        @Argument(help: "Số giấy chứng nhận.") var number: String
        @Option(help: "Số văn bản thu hồi.") var act: String
        @Option(help: "Ngày thu hồi.") var date: Day
        @Option(help: "Lý do.") var reason: String

        func run() async throws {
            try await global.withRegistry { registry, place in
                func revoke(_ shown: String? = nil, dryRun: Bool) async throws -> RevocationReport {
                    try await registry.revokeCertificate(
                        number: number, act: act, on: date, because: reason, shown: shown, as: place.viewer,
                        dryRun: dryRun)
                }
                // what rests on the award is always told first: on a terminal to whoever confirms it
                let seen = try await revoke(dryRun: true)
                for warning in seen.warnings {
                    Console().note(ErrorReport.warning(warning, in: place.language))
                }
                let isAsked = !confirmation.yes && Console().inputIsTerminal
                let names = "\(seen.certificate.productName) – \(seen.certificate.establishmentName)"
                try confirmation.confirm(
                    Bilingual(
                        vi: "Thu hồi giấy chứng nhận \(number) (\(names))?",
                        en: "Revoke certificate \(number) (\(names))?"), place)
                let made = try await revoke(isAsked ? seen.digest : nil, dryRun: false)
                try output.printer(place).single(
                    CertificateLine(certificate: made.certificate, day: place.today))
            }
        }
    }
}

extension CertificateCommand {
    struct Reissue: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reissue",
            abstract: "Cấp bản sao: đúng từng byte của bản đã cấp, nếu không thì từ chối.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @Argument(help: "Số giấy chứng nhận.") var number: String
        @Option(help: "Thư mục để ghi.") var out: String
        @Option(help: "Lý do, ghi vào nhật ký.") var reason: String = "cấp bản sao"

        func run() async throws {
            try await global.withRegistry { registry, place in
                try output.printer(place).single(
                    try await registry.copyCertificate(
                        number: number, to: out, fonts: try FontSet.load(folder: place.fontDirectory),
                        because: reason, as: place.viewer))
            }
        }
    }

    struct Proof: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "proof",
            abstract:
                "Bằng chứng rằng giấy chứng nhận có trong sổ niêm phong (JSON); xem `audit check-proof`.")
        @OptionGroup var global: GlobalOptions
        @Argument(help: "Số giấy chứng nhận.") var number: String
        @Option(help: "Tệp để ghi (mặc định: in ra).") var out: String?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let proof = try await registry.proof(
                    ofCertificate: number, signedBy: try await place.signingKey(registry), at: place.now,
                    as: place.viewer)
                let text = proof.json.text + "\n"
                if let out { try writeFile(Array(text.utf8), to: out) } else { Console().write(text) }
            }
        }
    }
}

extension Workplace {
    var fontDirectory: String { settings.fontDirectory ?? FontSet.debianFolder }

    /// What the addresses in QR codes begin with. Papers are kept for years: the address must be the office's own, by https.
    /// Demonstration papers carry the mark MẪU and an address that nobody has.
    func publicAddress() throws -> String {
        if settings.isDemo { return "https://mau.cnnt.invalid" }
        guard let url = settings.baseURL else {
            throw Violation(
                "base-url-missing", vi: "chưa đặt CNNT_BASE_URL, địa chỉ https mà mã QR sẽ dẫn tới",
                en: "CNNT_BASE_URL, the https address that QR codes will lead to, is not set")
        }
        return try PublicAddress(url).text
    }
}

/// An https address that others can reach.
struct PublicAddress {
    let text: String

    init(_ raw: String) throws(Violation) {
        let text = raw.hasSuffix("/") ? String(raw.dropLast()) : raw
        guard text.lowercased().hasPrefix("https://"), let host = Self.host(text), !host.isEmpty,
            !text.contains(where: { $0.isWhitespace || $0 == "?" || $0 == "#" })
        else {
            throw Violation(
                "base-url-not-https", vi: "CNNT_BASE_URL phải là địa chỉ https, không phải “\(raw)”",
                en: "CNNT_BASE_URL must be an https address, not “\(raw)”")
        }
        let isLocal =
            host == "localhost" || host.hasSuffix(".localhost") || host.hasPrefix("127.") || host == "0.0.0.0"
            || host == "[::1]" || host == "[::]"
        if isLocal {
            throw Violation(
                "base-url-local",
                vi: "CNNT_BASE_URL chỉ về chính máy này (\(host)); mã QR trên giấy sẽ không ai mở được",
                en: "CNNT_BASE_URL points at this machine (\(host)); nobody could open the QR code on paper")
        }
        self.text = text
    }

    private static func host(_ url: String) -> String? {
        let rest = url.dropFirst("https://".count)
        let authority = rest.prefix { $0 != "/" }
        let address = authority.split(separator: "@", omittingEmptySubsequences: false).last ?? authority[...]
        if address.hasPrefix("[") {
            return address.firstIndex(of: "]").map { String(address[...$0]).lowercased() }
        }
        return address.split(separator: ":", omittingEmptySubsequences: false).first.map { $0.lowercased() }
    }
}

/// A certificate with its state on a day.
struct CertificateLine: Listed {
    let certificate: CertificateRecord
    let day: Day

    static let columns: [Column<CertificateLine>] = [
        Column("number", "Số", "Number", { $0.certificate.number }),
        Column("code", "Mã xác thực", "Code", { $0.certificate.code }),
        Column("level", "Cấp", "Level", { $0.certificate.level.rawValue }),
        Column("product", "Sản phẩm", "Product", { $0.certificate.productName }),
        Column("establishment", "Cơ sở", "Establishment", { $0.certificate.establishmentName }),
        Column("status", "Tình trạng", "Status", { $0.certificate.status(on: $0.day)?.rawValue }),
        Column("issued_on", "Ngày cấp", "Issued on", { $0.certificate.issuedOn.iso }),
        Column("valid_to", "Giá trị đến", "Valid to", { $0.certificate.validTo.iso }),
        Column("issuer", "Cơ quan cấp", "Issuer", { $0.certificate.issuerName }),
        Column("decision_number", "Quyết định", "Decision", { $0.certificate.decisionNumber }),
        Column("decision_date", "Ngày quyết định", "Decision date", { $0.certificate.decisionDate.iso }),
        Column("revocation_act", "Văn bản thu hồi", "Revocation act", { $0.certificate.revocation?.number }),
        Column("revoked_on", "Ngày thu hồi", "Revoked on", { $0.certificate.revocation?.day.iso }),
        Column("revocation_reason", "Lý do thu hồi", "Reason", { $0.certificate.revocation?.reason }),
        Column("sha256", "SHA-256", "SHA-256", { $0.certificate.sha256 }),
        Column("signer", "Người ký số", "Signed by", { $0.certificate.signer }),
        Column("signed_at", "Ký lúc", "Signed at", { $0.certificate.signedAt?.iso }),
        Column("replaced_by", "Được thay bằng", "Replaced by", { $0.certificate.replacement?.number }),
        Column("replaced_on", "Thay từ ngày", "Replaced on", { $0.certificate.replacement?.day.iso }),
        Column("replacement_act", "Văn bản thay", "Replacement act", { $0.certificate.replacement?.act }),
        Column(
            "replacement_act_date", "Ngày văn bản thay", "Act date",
            { $0.certificate.replacement?.actDate.iso }),
        Column("replacement_reason", "Lý do thay", "Reason", { $0.certificate.replacement?.reason }),
        Column("replaces", "Thay cho", "Replaces", { $0.certificate.replacedNumber }),
    ]
}

extension CertificateFile: Listed {
    static let columns: [Column<CertificateFile>] = [
        Column("number", "Số", "Number", { $0.number }),
        Column("code", "Mã xác thực", "Code", { $0.code }),
        Column("level", "Cấp", "Level", { $0.level.rawValue }),
        Column("product", "Sản phẩm", "Product", { $0.product }),
        Column("establishment", "Cơ sở", "Establishment", { $0.establishment }),
        Column("file", "Tệp", "File", { $0.file }),
        Column("sha256", "SHA-256", "SHA-256", { $0.sha256 }),
        Column("signed", "Đã ký số", "Signed", { $0.isSigned ? "yes" : "no" }),
    ]
}
