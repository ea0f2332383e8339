using System.IO.Compression;
using System.Security;
using System.Text;
using System.Text.Json;
using WeChatService.Projects.Contracts;

namespace WeChatService.Reports;

/// <summary>The sample forms of config/forms (RPT-31), each as a Word document that people fill in at a desk.</summary>
internal sealed class SampleForms
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    public sealed record Block(string? Heading, List<string>? Fields, List<string>? Table, int Rows);
    public sealed record Form(string Title, List<ServiceType> Services, List<Block> Blocks);

    private readonly SortedDictionary<string, Form> _forms = new(StringComparer.Ordinal);

    private SampleForms()
    {
    }

    public IEnumerable<KeyValuePair<string, Form>> All => _forms;

    /// <exception cref="JsonException">A file is no form.</exception>
    public static SampleForms Load(string folder)
    {
        var forms = new SampleForms();
        var shape = new JsonSerializerOptions(JsonSerializerDefaults.Web) { Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() } };
        foreach (var file in Directory.GetFiles(folder, "*.json"))
        {
            forms._forms[Path.GetFileNameWithoutExtension(file)] = JsonSerializer.Deserialize<Form>(File.ReadAllText(file), shape)
                ?? throw new JsonException($"{file} is empty");
        }

        return forms;
    }

    public Form? Find(string key) => _forms.GetValueOrDefault(key);

    /// <summary>An Office Open XML document of three parts: what Word and WPS need to open it, and nothing else.</summary>
    public static byte[] Document(Form form)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            Put(zip, "[Content_Types].xml",
                """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>""");
            Put(zip, "_rels/.rels",
                """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>""");
            Put(zip, "word/document.xml",
                $"""<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{Line(form.Title, 36, true)}{string.Concat(form.Blocks.Select(Says))}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1134" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>""");
        }

        return file.ToArray();
    }

    private static string Says(Block block) => block switch
    {
        { Heading: { } heading } => Line(heading, 26, false),
        { Fields: { } fields } => Table(fields.Select(f => new[] { f, "" }), [3000, 6638]),
        { Table: { } heads } => Table(
            Enumerable.Range(0, block.Rows + 1).Select(row => heads.Select(h => row == 0 ? h : "").ToArray()), [.. heads.Select(_ => 9638 / heads.Count)]),
        _ => "",
    };

    /// <param name="size">Half points.</param>
    private static string Line(string text, int size, bool centred) =>
        $"""<w:p><w:pPr><w:spacing w:before="240" w:after="160"/>{(centred ? """<w:jc w:val="center"/>""" : "")}</w:pPr>{Run(text, size, true)}</w:p>""";

    private static string Run(string text, int size, bool bold) =>
        $"""<w:r><w:rPr>{(bold ? "<w:b/>" : "")}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{SecurityElement.Escape(text)}</w:t></w:r>""";

    private static string Table(IEnumerable<string[]> rows, IReadOnlyList<int> widths)
    {
        const string edges = """<w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders>""";
        var text = new StringBuilder($"""<w:tbl><w:tblPr><w:tblW w:w="9638" w:type="dxa"/>{edges}<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{string.Concat(widths.Select(w => $"""<w:gridCol w:w="{w}"/>"""))}</w:tblGrid>""");
        foreach (var row in rows)
        {
            text.Append("""<w:tr><w:trPr><w:trHeight w:val="480"/></w:trPr>""");
            text.Append(string.Concat(row.Select((cell, i) => $"""<w:tc><w:tcPr><w:tcW w:w="{widths[i]}" w:type="dxa"/></w:tcPr><w:p>{Run(cell, 21, false)}</w:p></w:tc>""")));
            text.Append("</w:tr>");
        }

        return text.Append("</w:tbl><w:p/>").ToString();
    }

    private static void Put(ZipArchive zip, string name, string xml)
    {
        using var part = new StreamWriter(zip.CreateEntry(name).Open(), new UTF8Encoding(false));
        part.Write("""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>""" + xml);
    }
}
