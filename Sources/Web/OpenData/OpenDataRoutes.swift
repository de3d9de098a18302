import HTTPTypes
import Hummingbird
import Registry
import RuralIndustry

extension Site {
    /// The public records as files.
    func addOpenData(to router: Router<SiteContext>) {
        let data = OpenDataRoutes(site: self)
        router.read("/open-data", data.page)
        router.read("/open-data/{file}", data.file)
    }
}

/// `/open-data`, `/open-data/awards.csv`, `/open-data/awards.csv.sha256`.
struct OpenDataRoutes: Sendable {
    let site: Site

    func page(_ request: Request, _ context: SiteContext) async throws -> Response {
        let mark = try await site.registry.openDataMark(as: .anybody)
        var seals: [OpenDataName: OpenDataFile.Seal] = [:]
        for name in OpenDataName.all {
            seals[name] = await site.openDataSeals.seal(of: name, on: site.today, mark: mark)
        }
        let view = OpenDataView(on: site.today, licence: site.notes.openDataLicence, seals: seals)
        return .public(
            site.pages.page(
                .openData, view, in: PageFrame(title: "Dữ liệu mở – CNNT", menuAt: "/statistics")))
    }

    func file(_ request: Request, _ context: SiteContext) async throws -> Response {
        let text = try context.parameters.require("file")
        if text.hasSuffix(".sha256"), let name = OpenDataName(String(text.dropLast(7))) {
            return try await checksum(name)
        }
        guard let name = OpenDataName(text) else { throw Problem.noSuchFile }
        return download(name)
    }

    /// In stretches, each read when the one before is sent; an outage in the middle breaks the connection off, so that nobody takes
    /// a part for the whole.
    private func download(_ name: OpenDataName) -> Response {
        let site = site
        let day = site.today
        var response = Response(
            status: .ok,
            body: ResponseBody { writer in
                var file = site.registry.openData(name.dataset, name.format, on: day, as: .anybody)
                while let bytes = try await file.next() {
                    if !bytes.isEmpty { try await writer.write(ByteBuffer(bytes: bytes)) }
                }
                await site.openDataSeals.keep(try await file.seal(), of: name, on: day)
                try await writer.finish(nil)
            })
        response.headers[.contentType] = name.mediaType
        response.headers[.cacheControl] = "no-cache"
        response.headers[.contentDisposition] = "attachment; filename=\"cnnt-\(name.text)\""
        return response
    }

    /// As `sha256sum -c` reads it.
    private func checksum(_ name: OpenDataName) async throws -> Response {
        let day = site.today
        let site = site
        let mark = try await site.registry.openDataMark(as: .anybody)
        let seal = try await site.openDataSeals.seal(of: name, on: day, mark: mark) {
            var file = site.registry.openData(name.dataset, name.format, on: day, as: .anybody)
            while try await file.next() != nil {}
            return try await file.seal()
        }
        return .text("\(seal.sha256)  cnnt-\(name.text)\n")
    }
}

/// One of the files: `awards.csv`.
struct OpenDataName: Hashable, Sendable {
    let dataset: OpenDataset
    let format: OpenFormat

    static let all = OpenDataset.allCases.flatMap { dataset in
        OpenFormat.allCases.map { OpenDataName(dataset: dataset, format: $0) }
    }

    init(dataset: OpenDataset, format: OpenFormat) {
        self.dataset = dataset
        self.format = format
    }

    init?(_ text: String) {
        guard let name = Self.all.first(where: { $0.text == text }) else { return nil }
        self = name
    }

    var text: String { "\(dataset.rawValue).\(format.rawValue)" }

    var mediaType: String {
        switch format {
        case .csv: "text/csv; charset=utf-8; header=present"
        case .json: "application/json"
        }
    }
}

/// What a process remembers of files that it made: their hashes, while what they hold stays as it was.
actor OpenDataSeals {
    private struct Kept {
        let day: Day
        let seal: OpenDataFile.Seal
    }

    private var kept: [OpenDataName: Kept] = [:]
    private var making: [OpenDataName: Task<OpenDataFile.Seal, any Error>] = [:]

    func keep(_ seal: OpenDataFile.Seal, of name: OpenDataName, on day: Day) {
        if seal.mark != nil { kept[name] = Kept(day: day, seal: seal) }
    }

    func seal(of name: OpenDataName, on day: Day, mark: String) -> OpenDataFile.Seal? {
        guard let kept = kept[name], kept.day == day, kept.seal.mark == mark else { return nil }
        return kept.seal
    }

    /// The same, or by reading the whole file; several who ask at once wait for one reading.
    func seal(
        of name: OpenDataName, on day: Day, mark: String,
        reading read: @escaping @Sendable () async throws -> OpenDataFile.Seal
    ) async throws -> OpenDataFile.Seal {
        if let known = seal(of: name, on: day, mark: mark) { return known }
        if let making = making[name] { return try await making.value }
        let task = Task { try await read() }
        making[name] = task
        defer { making[name] = nil }
        let seal = try await task.value
        keep(seal, of: name, on: day)
        return seal
    }
}

extension Problem {
    fileprivate static let noSuchFile = Problem(
        .notFound, code: "unknown-file",
        detail: Bilingual(
            vi: "Không có tệp dữ liệu nào như vậy. Danh sách các tệp ở trang /open-data.",
            en: "There is no such file. The list is at /open-data."))
}
