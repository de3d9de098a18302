import Registry
import RuralIndustry

/// A paper or photograph of a dossier in a list.
struct PaperLine: Sendable {
    let name: Bilingual
    let detail: String
    let file: String
    let replace: String
    let withdraw: String
    let isOwn: Bool

    /// - Parameter isOwn: it belongs to what the page is about, and not to the establishment behind that.
    init(_ record: PaperRecord, at place: RecordPlace, isOwn: Bool) {
        let paper = record.paper
        let parts =
            [
                paper.title, paper.number.map { "số \($0)" }, paper.issuer,
                paper.issuedOn.map { "cấp ngày \($0.vietnamese)" },
                paper.expiresOn.map { "hết hạn \($0.vietnamese)" },
            ].compactMap(\.self) + ["\(PlainText.grouped(String(max(1, record.size / 1024)))) KB"]
        self.init(
            name: paper.kind.name, detail: parts.joined(separator: " · "),
            address: place.paper(record.id), isOwn: isOwn)
    }

    init(name: Bilingual, detail: String, address: String, isOwn: Bool) {
        self.name = name
        self.detail = detail
        file = address + "/file"
        replace = address + "/replace"
        withdraw = address + "/withdraw"
        self.isOwn = isOwn
    }

    /// Shows `papers` and `hasPapers`.
    static let list = """
        {{#hasPapers}}<ul class="hits">{{#papers}}<li><a href="{{file}}">{{name.vi}} <span lang="en">{{name.en}}</span></a>
        <span class="act">{{detail}}</span>
        {{#isOwn}}<span class="links"><a href="{{replace}}">Thay <span lang="en">Replace</span></a> \
        <a href="{{withdraw}}">Rút <span lang="en">Withdraw</span></a></span>{{/isOwn}}</li>{{/papers}}</ul>{{/hasPapers}}
        {{^hasPapers}}<p>Chưa có giấy tờ nào. <span lang="en">None on file.</span></p>{{/hasPapers}}
        """
}
