extension Template {
    static let ofStatistics = [statistics]

    private static let barRow = """
        <tr><th scope="row">{{#hasAddress}}<a href="{{address}}">{{name.vi}}</a>{{/hasAddress}}\
        {{^hasAddress}}{{name.vi}} <span lang="en">{{name.en}}</span>{{/hasAddress}}</th><td class="number">{{value}}</td>\
        <td class="meter"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">\
        <rect class="bar" width="{{length}}" height="8"/></svg></td></tr>
        """
    private static let barHead = """
        <th scope="col" class="number">Số lần <span lang="en">Awards</span></th><td class="meter"></td></tr></thead>
        """

    /// Shows a `StatisticsView`.
    static let statistics = Template(
        name: "statistics",
        text: errorSummary + """

            <section class="card">
            <h1>Số liệu về các lần công nhận <span lang="en">Figures of awards</span></h1>
            <p>Sản phẩm công nghiệp nông thôn tiêu biểu đã được công nhận, theo năm, cấp, nhóm và tỉnh. \
            <span lang="en">Outstanding rural-industry products, by year, level, group and province.</span></p>
            <form method="get" action="/statistics" class="form choices">
            \(formFields)
            <p><button class="act-button">Xem <span lang="en">Show</span></button></p>
            </form>
            </section>
            <section class="card">
            <h2>Tổng số <span lang="en">In all</span></h2>
            <dl>{{#figures}}<div><dt>{{label.vi}} <span lang="en">{{label.en}}</span></dt><dd>{{value}}</dd></div>{{/figures}}</dl>
            {{^hasAwards}}<p>Chưa có lần công nhận nào như vậy được công bố. \
            <span lang="en">No such award is published.</span></p>{{/hasAwards}}
            </section>
            {{#hasAwards}}
            <section class="card">
            <h2>Theo năm <span lang="en">By year</span></h2>
            <div class="charts">
            {{#yearCharts}}<figure>\(Chart.text)<figcaption>{{title.vi}} <span lang="en">{{title.en}}</span></figcaption></figure>{{/yearCharts}}
            {{#levelCharts}}<figure>\(Chart.text)<figcaption>{{title.vi}} <span lang="en">{{title.en}}</span></figcaption></figure>{{/levelCharts}}
            </div>
            <div class="scrolled" role="region" tabindex="0" aria-label="Số lần công nhận theo năm và cấp">
            <table class="figures">
            <thead><tr><th scope="col">Năm <span lang="en">Year</span></th>\
            {{#levelNames}}<th scope="col" class="number">{{vi}} <span lang="en">{{en}}</span></th>{{/levelNames}}\
            <th scope="col" class="number">Cộng <span lang="en">All</span></th></tr></thead>
            <tbody>{{#years}}<tr><th scope="row">{{year}}</th>{{#counts}}<td class="number">{{text}}</td>{{/counts}}\
            <td class="number"><strong>{{total}}</strong></td></tr>{{/years}}</tbody>
            </table>
            </div>
            </section>
            <section class="card">
            <h2>Theo cấp <span lang="en">By level</span></h2>
            <table class="figures"><thead><tr><th scope="col">Cấp <span lang="en">Level</span></th>\(barHead)
            <tbody>{{#levels}}\(barRow){{/levels}}</tbody></table>
            </section>
            <section class="card">
            <h2>Theo nhóm sản phẩm <span lang="en">By product group</span></h2>
            <table class="figures"><thead><tr><th scope="col">Nhóm <span lang="en">Group</span></th>\(barHead)
            <tbody>{{#groups}}\(barRow){{/groups}}</tbody></table>
            </section>
            {{/hasAwards}}
            <section class="card">
            <h2>Theo tỉnh, thành phố của ngày {{day}} <span lang="en">By the provinces of this day</span></h2>
            <div class="charts">
            <div>
            <p>Mỗi ô là một tỉnh, đặt theo vị trí gần đúng. <span lang="en">Each square is a province, about where it lies.</span></p>
            <ul class="tiles">{{#tiles}}<li class="{{classes}}"><a href="{{address}}">{{name}} <strong>{{value}}</strong></a></li>{{/tiles}}</ul>
            <ul class="legend">{{#legend}}<li><span class="swatch {{style}}"></span> {{text}}</li>{{/legend}}</ul>
            </div>
            <table class="figures"><thead><tr><th scope="col">Tỉnh, thành phố <span lang="en">Province</span></th>\(barHead)
            <tbody>{{#provinces}}\(barRow){{/provinces}}</tbody></table>
            </div>
            {{#outside}}<p>{{text}} lần không quy về được một tỉnh nào của ngày này. \
            <span lang="en">This many cannot be counted under one province of the day.</span></p>{{/outside}}
            </section>
            <section class="note">
            <p>Chỉ đếm các lần công nhận đã công bố và của những năm trước; không đếm lần đã bị quyết định sửa đổi rút lại. \
            Mỗi lần được tính cho tỉnh của ngày {{day}} mà nơi sản xuất khi có quyết định nay thuộc về. \
            <span lang="en">Published awards and those of earlier years, without those that an amending decision withdrew; each counts \
            under the province of the day that the place of production now belongs to.</span></p>
            </section>
            """)
}
