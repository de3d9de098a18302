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
    /// One or none: what publishes it or takes it down again, where it can be shown to everybody.
    let pictures: [Picture]

    struct Picture: Sendable {
        let isPublished: Bool
        let address: String
    }

    /// - Parameters:
    ///   - isOwn: it belongs to what the page is about, and not to the establishment behind that.
    ///   - isPublished: whether everybody sees it; nil: it is none that anybody could be shown.
    init(_ record: PaperRecord, at place: RecordPlace, isOwn: Bool, isPublished: Bool? = nil) {
        let paper = record.paper
        let parts =
            [
                paper.title, paper.number.map { "số \($0)" }, paper.issuer,
                paper.issuedOn.map { "cấp ngày \($0.vietnamese)" },
                paper.expiresOn.map { "hết hạn \($0.vietnamese)" },
            ].compactMap(\.self) + ["\(PlainText.grouped(String(max(1, record.size / 1024)))) KB"]
        self.init(
            name: paper.kind.name, detail: parts.joined(separator: " · "),
            address: place.paper(record.id), isOwn: isOwn, isPublished: isPublished)
    }

    init(name: Bilingual, detail: String, address: String, isOwn: Bool, isPublished: Bool? = nil) {
        self.name = name
        self.detail = detail
        file = address + "/file"
        replace = address + "/replace"
        withdraw = address + "/withdraw"
        self.isOwn = isOwn
        pictures =
            isPublished.map {
                [Picture(isPublished: $0, address: address + ($0 ? "/unpublish" : "/publish"))]
            } ?? []
    }

    /// Shows `papers` and `hasPapers`.
    static let list = """
        {{#hasPapers}}<ul class="hits">{{#papers}}<li><a href="{{file}}">{{name.vi}} <span lang="en">{{name.en}}</span></a>
        <span class="act">{{detail}}</span>
        {{#pictures}}{{#isPublished}}<span class="badge live">đang công bố <span lang="en">published</span></span>{{/isPublished}}{{/pictures}}
        {{#isOwn}}<span class="links"><a href="{{replace}}">Thay <span lang="en">Replace</span></a> \
        <a href="{{withdraw}}">Rút <span lang="en">Withdraw</span></a>\
        {{#pictures}} <a href="{{address}}">{{#isPublished}}Gỡ xuống <span lang="en">Take down</span>{{/isPublished}}\
        {{^isPublished}}Công bố <span lang="en">Publish</span>{{/isPublished}}</a>{{/pictures}}</span>{{/isOwn}}</li>{{/papers}}</ul>{{/hasPapers}}
        {{^hasPapers}}<p>Chưa có giấy tờ nào. <span lang="en">None on file.</span></p>{{/hasPapers}}
        """
}
