import ArgumentParser
import Registry
import RuralIndustry

/// Whose dossier: `PRODUCT …`, or `--establishment ID …`. What follows is the file or the folder.
struct DossierOwnerOptions: ParsableArguments {
    @Option(help: "Số của cơ sở: giấy tờ dùng chung cho mọi sản phẩm của cơ sở.") var establishment: Int64?
    @Argument(
        help: ArgumentHelp(
            "Số của sản phẩm (bỏ qua khi ghi --establishment), rồi tệp hoặc thư mục.", valueName: "product"))
    var operands: [String] = []

    /// The owner and the operands that follow, of which there must be so many.
    func parsed(following count: Int) throws -> (owner: DossierOwner, rest: [String]) {
        if let establishment, operands.count == count { return (.establishment(establishment), operands) }
        guard establishment == nil, operands.count == count + 1, let product = Int64(operands[0]) else {
            throw ValidationError(
                "Ghi số của sản phẩm, hoặc --establishment SỐ (give a product's number, or --establishment ID)."
            )
        }
        return (.product(product), Array(operands.dropFirst()))
    }
}

/// What is written on a paper.
struct PaperFields: ParsableArguments {
    @Option(help: "Tên giấy tờ.") var title: String?
    @Option(help: "Số.") var number: String?
    @Option(help: "Nơi cấp.") var issuer: String?
    @Option(name: .customLong("issued-on"), help: "Ngày cấp, ví dụ 2024-03-15.") var issuedOn: String?
    @Option(name: .customLong("expires-on"), help: "Ngày cuối còn hiệu lực.") var expiresOn: String?

    func values(kind: String?) -> Fields<PaperColumn> {
        Fields(texts: [nil, kind, title, number, issuer, issuedOn, expiresOn])
    }
}

/// A folder of papers with its list `papers.csv`.
enum PaperFolder {
    static func read(_ folder: String) throws -> [IncomingPaper] {
        let list = try RecordFile<PaperColumn>.read(path: folder + "/papers.csv")
        var papers: [IncomingPaper] = []
        var violations: [Violation] = []
        var total = 0
        for row in list.rows {
            let place = Place(file: list.name, row: row.line)
            do {
                let path = folder + "/" + (try fileName(row.fields[.file]))
                let bytes = try readBytes(path, upTo: IncomingPaper.sizeLimit)
                total += bytes.count
                if total > DossierLimits.total { throw Violation.folderTooLarge }
                papers.append(IncomingPaper(row.fields, list.notation, bytes: bytes, at: place))
            } catch let violation as Violation {
                violations.append(violation.at(place))
                if violation.code == Violation.folderTooLarge.code { break }
            }
        }
        try Refusal.throwIfAny(violations)
        return papers
    }

    /// A name within the folder and not a way out of it.
    private static func fileName(_ text: String?) throws -> String {
        let name = text ?? ""
        guard !name.isEmpty, name != "..", name != ".", !name.contains("/"), !name.contains("\0") else {
            throw Violation(
                "file-name", vi: "cột file phải là tên một tệp trong thư mục",
                en: "the column file must name a file in the folder", at: Place(column: "file"))
        }
        return name
    }
}

extension Violation {
    fileprivate static let folderTooLarge = Violation(
        "dossier-too-large", vi: "các tệp của thư mục vượt quá \(DossierLimits.total >> 20) MiB",
        en: "the files of the folder exceed \(DossierLimits.total >> 20) MiB")
}
