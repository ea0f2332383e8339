using WeChatService.ServiceAccounts.Contracts;

namespace WeChatService.ServiceAccounts;

/// <summary>The account named in a path, in lower case as WeChat's console has it; the framework reads enum values in their exact case only.</summary>
internal readonly record struct RoutedAccount(ServiceAccountKind Kind)
{
    public static bool TryParse(string? text, out RoutedAccount account)
    {
        var known = Enum.TryParse<ServiceAccountKind>(text, ignoreCase: true, out var kind);
        account = new(kind);
        return known;
    }
}
