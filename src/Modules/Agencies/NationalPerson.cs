using WeChatService.Kernel;

namespace WeChatService.Agencies;

/// <summary>Somebody whom the national system (部局系统) knows, as it was imported: name and the number's fingerprint, nothing else (PEO-15).</summary>
[Shared("asked for by name and number together; no door lists it")]
internal sealed class NationalPerson
{
    public Guid Id { get; private set; }
    public string IdentityFingerprint { get; private set; } = "";
    public string Name { get; private set; } = "";

    public static NationalPerson Of(Guid id, string name, string identityNumber, FieldCipher cipher) =>
        new() { Id = id, Name = name, IdentityFingerprint = FingerprintOf(identityNumber, cipher) };

    /// <summary>Finds the same number again without opening it.</summary>
    public static string FingerprintOf(string identityNumber, FieldCipher cipher) => cipher.Fingerprint("identity:" + identityNumber);
}
