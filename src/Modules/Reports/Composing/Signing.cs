using WeChatService.Agencies.Contracts;
using WeChatService.Reports.Ports;

namespace WeChatService.Reports.Composing;

/// <summary>Who answers for a document, as it is printed: name, qualification, certificate number, place for signature and practice seal (RPT-27).</summary>
internal static class Signing
{
    public static SignatureBox Lead(Matter m) => Box("项目负责人", m.Lead);

    public static SignatureBox TechnicalLead(Matter m) => Box("技术负责人", m.TechnicalLead);

    /// <summary>顾南舟（一级注册消防工程师）; empty for nobody.</summary>
    public static string Describe(PersonCard? person) => person is null ? "" : $"{person.Name}（{Qualification(person)}）";

    /// <summary>负责人及证书编号: 顾南舟-YZ1-2021-0467.</summary>
    public static string WithNumber(PersonCard? person) =>
        person is null ? "/" : person.Certificates.Count > 0 ? $"{person.Name}-{person.Certificates[0].Number}" : $"{person.Name}（证书待补）";

    private static string Qualification(PersonCard person) => person.Certificates.Count > 0 ? person.Certificates[0].Says : "证书待补";

    public static SignatureBox Box(string role, PersonCard? person) => new(
        role, person?.Name ?? "", person is null ? "" : Qualification(person),
        person is { Certificates.Count: > 0 } ? person.Certificates[0].Number : null, null, null, null);
}
