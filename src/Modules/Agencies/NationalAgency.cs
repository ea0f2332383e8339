using WeChatService.Kernel;

namespace WeChatService.Agencies;

/// <summary>An agency that the national system (部局系统) knows, as it was imported (ORG-34).</summary>
[Shared("asked for by name and credit code together; no door lists it")]
internal sealed class NationalAgency
{
    public Guid Id { get; private set; }
    public string CreditCode { get; private set; } = "";
    public string Name { get; private set; } = "";
    public string LegalPersonName { get; private set; } = "";
    public string LegalPersonFingerprint { get; private set; } = "";

    public static NationalAgency Of(Guid id, string name, string creditCode, string legalPersonName, string identityNumber, FieldCipher cipher) => new()
    {
        Id = id, Name = name, CreditCode = creditCode, LegalPersonName = legalPersonName,
        LegalPersonFingerprint = NationalPerson.FingerprintOf(identityNumber, cipher),
    };
}
