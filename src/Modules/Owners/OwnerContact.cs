using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using WeChatService.Kernel;

namespace WeChatService.Owners;

/// <summary>A person of an owner unit who reads, repairs and rates. What he may see follows from his bindings.</summary>
[Shared("reached only through its bindings, which are isolated, or by its own openid")]
internal sealed partial class OwnerContact
{
    public Guid Id { get; private set; }
    public string Region { get; private set; } = "";
    public string Name { get; private set; } = "";
    public byte[] PhoneSealed { get; private set; } = [];
    public string PhoneMasked { get; private set; } = "";

    /// <summary>Finds the same phone again without opening it.</summary>
    public string PhoneHash { get; private set; } = "";

    public DateTimeOffset CreatedAt { get; private set; }

    public static OwnerContact Register(Guid id, string region, string name, string phone, FieldCipher cipher, DateTimeOffset now)
    {
        var contact = new OwnerContact { Id = id, Region = region, CreatedAt = now };
        contact.Correct(name, phone, cipher);
        return contact;
    }

    /// <summary>The person fills the form himself (OWN-06); filling it again corrects it.</summary>
    public void Correct(string name, string phone, FieldCipher cipher)
    {
        if (name.Trim() is not { Length: >= 2 and <= 20 } trimmed)
        {
            throw new RuleBroken(OwnerProblems.NameMissing);
        }

        if (!Mobile().IsMatch(phone))
        {
            throw new RuleBroken(OwnerProblems.PhoneInvalid);
        }

        (Name, PhoneMasked, PhoneHash) = (trimmed, FieldCipher.Mask(phone), HashOf(phone));
        PhoneSealed = cipher.Seal(phone);
    }

    public static string HashOf(string phone) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("phone:" + phone)));

    [GeneratedRegex(@"^1[3-9][0-9]{9}\z")]
    private static partial Regex Mobile();
}
