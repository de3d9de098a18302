import ArgumentParser
import Documents
import Evidence
import Registry
import RuralIndustry

extension CertificateCommand {
    struct Replace: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "replace",
            abstract: "Cấp giấy chứng nhận thay cho một giấy đã cấp, sau khi đính chính.",
            discussion: """
                Giấy mới mang số tiếp theo của sổ, của cùng danh hiệu và cùng ngày hết hạn; số cũ chỉ sang số mới từ ngày cấp \
                giấy mới. Giấy đã thu hồi, đã được thay hoặc đã hết hạn thì không thay.
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var confirmation: ConfirmOption
        @OptionGroup var dryRun: DryRunOption
        @OptionGroup var signing: SigningOptions
        @OptionGroup var fontOptions: FontOptions
        @Argument(help: "Số của giấy cũ.") var number: String
        @Option(help: "Mẫu giấy: tên mẫu có sẵn hoặc tệp JSON (mặc định: mẫu của giấy cũ).") var template:
            String?
        @Option(help: "Số văn bản đính chính.") var act: String
        @Option(help: "Ngày của văn bản.") var date: Day
        @Option(help: "Lý do.") var reason: String
        @Option(help: "Tên sản phẩm cho đúng (mặc định: như quyết định).") var product: String?
        @Option(help: "Tên cơ sở cho đúng (mặc định: như quyết định).") var establishment: String?
        @Option(
            name: [.customLong("issued-on"), .customLong("as-of")],
            help: "Ngày cấp giấy mới (mặc định: hôm nay).")
        var issuedOn: Day?
        @Option(help: "Thư mục để ghi tệp PDF của giấy mới (mặc định: chưa vẽ).") var out: String?

        func validate() throws {
            if out == nil, signing.sign != nil || signing.signCommand != nil {
                throw ValidationError("Ký số cần --out (signing needs --out).")
            }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let fonts = try FontSet.load(folder: place.fontDirectory)
                let signing = try self.signing.signing(at: place.now)
                let template = try template.map { try CertificateTemplate(named: $0) }
                func replace(_ shown: String? = nil, dryRun: Bool) async throws -> ReplacementRun {
                    try await registry.replaceCertificate(
                        CertificateReplacement(
                            number: number, act: act, actDate: date, reason: reason, productName: product,
                            establishmentName: establishment),
                        CertificateIssue(
                            round: 0, issuedOn: issuedOn ?? place.today, baseURL: try place.publicAddress(),
                            isSpecimen: place.settings.isDemo, fonts: fonts,
                            // a dry run makes no key that stays
                            codeKey: dryRun ? SigningKey() : try await place.signingKey(registry),
                            template: template, allowsOtherFonts: fontOptions.allowOtherFonts),
                        shown: shown, as: place.viewer, dryRun: dryRun)
                }
                let isAsked = !dryRun.dryRun && !confirmation.yes && Console().inputIsTerminal
                let seen = isAsked ? try await replace(dryRun: true) : nil
                if let seen {
                    let new = seen.certificate
                    let (from, to) = (new.issuedOn, new.validTo)
                    // the number is the next one when it is issued
                    try confirmation.confirm(
                        Bilingual(
                            vi:
                                "Thay giấy chứng nhận \(number) bằng giấy “\(new.productName)” – “\(new.establishmentName)”, cấp ngày \(from.vietnamese), đến hết ngày \(to.vietnamese)?",
                            en:
                                "Replace certificate \(number) by one for “\(new.productName)” – “\(new.establishmentName)”, issued on \(from.iso), valid to \(to.iso)?"
                        ), place)
                }
                let certificate = try await replace(seen?.digest, dryRun: dryRun.dryRun).certificate
                let failures = dryRun.dryRun ? [] : await write(certificate, fonts, signing, registry, place)
                try output.printer(place).single(CertificateLine(certificate: certificate, day: place.today))
                if !failures.isEmpty { throw Failure.partlyDone(failures) }
            }
        }

        /// What could not be written of a certificate that is issued by now; `issue` writes it with its round.
        private func write(
            _ certificate: CertificateRecord, _ fonts: FontSet, _ signing: CertificateSigning?,
            _ registry: Registry, _ place: Workplace
        ) async -> [Violation] {
            guard let out, let number = certificate.number else { return [] }
            do {
                _ = try await registry.writeCertificate(
                    number: number, to: out, fonts: fonts, signing: signing, as: place.viewer)
                return []
            } catch let refusal as Refusal {
                return refusal.violations
            } catch {
                return [
                    Violation(
                        "certificate-not-drawn", vi: "\(number): không ghi được tệp: \(error)",
                        en: "\(number): its file was not written: \(error)")
                ]
            }
        }
    }

    struct Expiring: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "expiring",
            abstract: "Giấy chứng nhận hết hạn trong một năm, với nơi để báo cho cơ sở.")
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: ListOutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Option(help: "Năm hết hạn (mặc định: năm nay).") var year: Int?

        func run() async throws {
            try await global.withRegistry { registry, place in
                let day = asOf.day(place)
                try output.printer(place).list(
                    try await registry.certificates(
                        expiringIn: year ?? day.year, on: day, as: place.viewer))
            }
        }
    }
}

extension CertificateCommand.Issue {
    /// Writes the file with all papers, if one is wanted. Returns why it could not be done; running again does it.
    func printTogether(_ fonts: FontSet, _ registry: Registry, _ place: Workplace) async -> [Violation] {
        guard let combined else { return [] }
        do {
            try await registry.writeCombinedCertificates(
                ofRound: round, to: combined, fonts: fonts, allowsOtherFonts: fontOptions.allowOtherFonts,
                as: place.viewer)
            return []
        } catch let refusal as Refusal {
            return refusal.violations
        } catch let violation as Violation {
            return [violation]
        } catch {
            return [
                Violation(
                    "combined-not-drawn", vi: "không vẽ được tệp in chung: \(error)",
                    en: "the file with all papers was not drawn: \(error)")
            ]
        }
    }

    /// Signs the state of the register with the batch in it: whoever keeps that can show later that no paper was changed or
    /// slipped in. Returns why it could not be done; running again does it.
    func seal(_ registry: Registry, _ place: Workplace) async -> [Violation] {
        do {
            let note = try await registry.certificateCheckpoint(
                ofRound: round, signedBy: try await place.signingKey(registry), at: place.now,
                as: place.viewer)
            if let checkpoint {
                try writeFile(Array(note.description.utf8), to: checkpoint)
            } else {
                Console().note("\(note)")
            }
            return []
        } catch let refusal as Refusal {
            return refusal.violations
        } catch let violation as Violation {
            return [violation]
        } catch {
            return [
                Violation(
                    "checkpoint-missing", vi: "không ký được điểm kiểm chứng: \(error)",
                    en: "the checkpoint could not be signed: \(error)")
            ]
        }
    }
}

extension ExpiringCertificate: Listed {
    static let columns: [Column<ExpiringCertificate>] = [
        Column("valid_to", "Giá trị đến", "Valid to", kind: .day, { .text($0.certificate.validTo.iso) }),
        Column("number", "Số", "Number", { $0.certificate.number }),
        Column("level", "Cấp", "Level", { $0.certificate.level.rawValue }),
        Column("product", "Sản phẩm", "Product", { $0.certificate.productName }),
        Column("establishment", "Cơ sở", "Establishment", { $0.certificate.establishmentName }),
        Column("commune", "Xã, phường", "Commune", { $0.communeName }),
        Column("province", "Tỉnh, thành phố", "Province", { $0.provinceName }),
        Column("issuer", "Cơ quan cấp", "Issuer", { $0.certificate.issuerName }),
        Column("decision_number", "Quyết định", "Decision", { $0.certificate.decisionNumber }),
        Column("issued_on", "Ngày cấp", "Issued on", kind: .day, { .text($0.certificate.issuedOn.iso) }),
        Column("representative", "Người đại diện", "Representative", { $0.representative }),
        Column("address", "Địa chỉ", "Address", { $0.address }),
        Column("phone", "Điện thoại", "Phone", { $0.phone }),
        Column("email", "Thư điện tử", "E-mail", { $0.email }),
    ]
}
