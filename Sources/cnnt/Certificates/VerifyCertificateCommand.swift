import ArgumentParser
import Documents
import Evidence
import FoundationEssentials
import Registry
import RuralIndustry

extension CertificateCommand {
    struct Verify: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Kiểm tra tệp PDF, mã tra cứu hoặc toàn bộ nội dung mã QR.",
            discussion: """
                Mỗi tệp hay mã một dòng; mã kết thúc theo kết quả xấu nhất: 0 còn hiệu lực · 1 đã thu hồi hoặc hết hạn (hay \
                không đọc được tệp) · 4 bị sửa hoặc giả · 6 giấy thật, chưa rõ tình trạng. Với --offline chỉ cần nội dung mã \
                QR và khóa công khai, không cần cơ sở dữ liệu hay mạng.
                """)
        @OptionGroup var global: GlobalOptions
        @OptionGroup var output: OutputOptions
        @OptionGroup var asOf: AsOfOptions
        @Argument(help: "Tệp PDF, mã tra cứu, nội dung mã QR; - thì đọc từng dòng từ đầu vào.") var what:
            [String]
        @Flag(help: "Không hỏi cơ sở dữ liệu.") var offline = false
        @Option(help: "Khóa công khai được tin (PEM); mặc định: các khóa trong thư mục dữ liệu.") var key:
            String?
        @Option(help: "Danh sách thu hồi mà `certificate revocations` ghi ra.") var revocations: String?
        @Option(help: "Tên sản phẩm đầy đủ, để đối chiếu với mã.") var product: String?
        @Option(help: "Tên cơ sở đầy đủ, để đối chiếu với mã.") var establishment: String?

        func validate() throws {
            if !offline, key != nil || revocations != nil || product != nil || establishment != nil {
                throw ValidationError(
                    "--key, --revocations, --product, --establishment cần --offline (need --offline).")
            }
            if (product == nil) != (establishment == nil) {
                throw ValidationError("Ghi cả --product lẫn --establishment (both of them).")
            }
        }

        func run() async throws {
            let subjects = what.flatMap { $0 == "-" ? Self.inputLines() : [$0] }
            if offline {
                let settings = try await Settings.load(demo: global.demo)
                let printer = Printer(format: output.format, language: settings.language, console: Console())
                return try Self.finish(try offlineChecks(subjects, settings), printer)
            }
            try await global.withRegistry { registry, place in
                let day = asOf.day(place)
                var checks: [PaperCheck] = []
                // few enough to keep memory flat
                for start in stride(from: 0, to: subjects.count, by: 100) {
                    checks += try await Self.checks(
                        Array(subjects[start..<min(start + 100, subjects.count)]), registry, place.viewer, day
                    )
                }
                try Self.finish(checks, output.printer(place))
            }
        }

        /// Prints every answer, and ends with the worst.
        private static func finish(_ checks: [PaperCheck], _ printer: Printer) throws {
            try printer.list(checks)
            guard let worst = checks.max(by: { $0.result.severity < $1.result.severity }),
                worst.result != .valid
            else { return }
            throw Failure.verification(
                worst.result.status, checks.filter { $0.result != .valid }.map(\.violation))
        }

        private static func inputLines() -> [String] {
            var lines: [String] = []
            while let line = readLine() {
                if !line.isEmpty { lines.append(line) }
            }
            return lines
        }

        private static func isFile(_ subject: String) -> Bool {
            !subject.contains("#")
                && (subject.lowercased().hasSuffix(".pdf") || FileManager.default.fileExists(atPath: subject))
        }

        // MARK: Without the registry

        private func offlineChecks(_ subjects: [String], _ settings: Settings) throws -> [PaperCheck] {
            let keys = try settings.trustedKeys(key)
            let list = try revocations.map { try Self.list($0, keys) }
            let today = asOf.asOf ?? Process.now.vietnameseDay
            return try subjects.map { subject in
                if Self.isFile(subject) || !subject.contains("#") {
                    throw ValidationError(
                        "--offline cần toàn bộ nội dung mã QR, cả phần sau dấu # (the whole content of the QR code)."
                    )
                }
                do throws(Violation) {
                    let code = try SignedCertificateCode(subject)
                    let status = code.status(trusting: keys, list: list, on: today)
                    let check = PaperCheck(offline: subject, code, status)
                    return names(of: code, agree: check)
                } catch {
                    return .malformed(subject, error.text)
                }
            }
        }

        /// The names on paper are longer than the code shows; its hash is of the whole ones.
        private func names(of code: SignedCertificateCode, agree check: PaperCheck) -> PaperCheck {
            guard let product, let establishment, check.result != .forged,
                !code.statement.isOf(product: product, establishment: establishment)
            else { return check }
            return PaperCheck(
                subject: check.subject, result: .altered,
                note: Bilingual(
                    vi: "tên sản phẩm hoặc tên cơ sở trên giấy không phải tên đã ký trong mã",
                    en: "product or establishment on the paper are not the names that the code signs"),
                facts: check.facts)
        }

        /// - Throws: exit 4 if the list is altered, 6 if it cannot be relied on.
        private static func list(_ file: String, _ keys: TrustedKeys) throws -> RevocationList {
            let note = try SignedNote(try readFile(file))
            guard let signer = note.signer(among: keys) else {
                throw note.names(oneOf: keys)
                    ? Failure.integrity(
                        Bilingual(
                            vi: "danh sách thu hồi “\(file)” bị sửa: chữ ký không đúng",
                            en: "the revocation list “\(file)” was altered: its signature does not fit"))
                    : Failure.statusUnknown(
                        Bilingual(
                            vi:
                                "không biết khóa \(note.keyName) đã ký “\(file)”; hãy cho khóa đã công bố (--key)",
                            en:
                                "the key \(note.keyName) that signed “\(file)” is not known; give the published key (--key)"
                        ))
            }
            let list = try RevocationList(text: note.text)
            if signer.revokedFrom != nil || list.leakedKeys[signer.key.id] != nil {
                throw Failure.statusUnknown(
                    Bilingual(
                        vi:
                            "danh sách “\(file)” ký bằng khóa đã lộ nên không dùng được; hãy lấy danh sách mới",
                        en: "the list “\(file)” is signed with a key that leaked; get a new one"))
            }
            return list
        }

        // MARK: By the registry

        private static func checks(
            _ subjects: [String], _ registry: Registry, _ viewer: Viewer, _ day: Day
        ) async throws -> [PaperCheck] {
            let files = subjects.filter(isFile).map { ($0, ReadFile($0)) }
            let readFiles = Dictionary(files) { first, _ in first }
            let issued = try await registry.issuedFiles(
                withHashes: readFiles.values.compactMap { $0?.sha256 }, as: viewer)
            var checks: [PaperCheck] = []
            for subject in subjects {
                guard isFile(subject) else {
                    checks.append(try await check(code: subject, registry, viewer, day))
                    continue
                }
                guard let file = readFiles[subject] ?? nil else {
                    checks.append(.unreadable(subject))
                    continue
                }
                var isKnownSigner = false
                if issued[file.sha256] == nil, case .whole(let signature) = file.signature {
                    isKnownSigner = try await registry.hasSigned(signer: signature.signer.sha256, as: viewer)
                }
                checks.append(
                    PaperCheck(
                        file: subject, signature: file.signature, issued: issued[file.sha256],
                        isKnownSigner: isKnownSigner, on: day))
            }
            return checks
        }

        private static func check(
            code subject: String, _ registry: Registry, _ viewer: Viewer, _ day: Day
        ) async throws -> PaperCheck {
            let typed: String
            var statement: CertificateStatement?
            do throws(Violation) {
                if subject.contains("#") { statement = try SignedCertificateCode(subject).statement }
                typed = try VerificationCode(Self.code(in: subject)).text
            } catch {
                return .malformed(subject, error.text)
            }
            guard let certificate = try await registry.certificate(code: typed, as: viewer) else {
                return .malformed(
                    subject,
                    Bilingual(vi: "mã này chưa từng được cấp", en: "this code was never given"))
            }
            if let statement, !statement.isOf(certificate) {
                return PaperCheck(
                    subject: subject, result: .altered,
                    note: Bilingual(
                        vi: "nội dung mã QR không phải là của giấy chứng nhận có mã này",
                        en: "what the QR code says is not what the certificate of this code says"))
            }
            guard certificate.publishedRound != nil || viewer.may(.certificateRead) else {
                return PaperCheck(
                    subject: subject, result: .unknown,
                    note: Bilingual(
                        vi: "mã có thật, nhưng kết quả chưa công bố",
                        en: "genuine, but the result is not public yet"))
            }
            return PaperCheck(subject, certificate, on: day, PaperCheck.Facts(certificate))
        }

        /// Of an address the last part.
        private static func code(in subject: String) -> String {
            let address = subject.prefix { $0 != "#" && $0 != "?" }
            return address.contains("/")
                ? address.split(separator: "/").last.map(String.init) ?? "" : String(address)
        }
    }

    struct Revocations: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Ghi danh sách thu hồi đã ký, để kiểm tra mã QR không cần máy chủ.")
        @OptionGroup var global: GlobalOptions
        @Option(help: "Tệp để ghi (mặc định: in ra).") var out: String?
        @Option(help: "Dùng được bao nhiêu ngày sau hôm nay.") var days = 7

        func validate() throws {
            if !(0...366).contains(days) { throw ValidationError("--days từ 0 đến 366 (0 to 366).") }
        }

        func run() async throws {
            try await global.withRegistry { registry, place in
                let list = try await registry.revocationList(
                    on: place.today, reliableFor: days, as: place.viewer)
                let note = try SignedNote(text: list.text, signedBy: try await place.signingKey(registry))
                if let out {
                    try writeFile(Array(note.description.utf8), to: out)
                } else {
                    Console().write("\(note)")
                }
            }
        }
    }
}

/// A file that somebody holds for a certificate.
private struct ReadFile {
    /// A certificate has less than 200 kB.
    private static let limit = 32 << 20

    let sha256: String
    let signature: FileSignature

    init?(_ path: String) {
        guard let bytes = try? readBytes(path, upTo: Self.limit) else { return nil }
        sha256 = SHA256Digest(of: bytes).hex
        signature = bytes.count > Self.limit ? .none : FileSignature(in: bytes)
    }
}

extension CertificateStatement {
    fileprivate func isOf(_ certificate: CertificateRecord) -> Bool {
        number == certificate.number && level == certificate.level && issuedOn == certificate.issuedOn
            && validThrough == certificate.validTo && decisionNumber == certificate.decisionNumber
            && isOf(product: certificate.productName, establishment: certificate.establishmentName)
    }
}
