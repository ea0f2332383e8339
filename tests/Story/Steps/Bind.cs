using System.Text.Json;
using WeChatService.TestKit;

namespace WeChatService.Story.Steps;

/// <summary>The contact binds himself to the project by the lead's QR code (OWN-06, 07, 08, 18).</summary>
internal static class Bind
{
    private const int Reserved = 8;

    public static async Task Act(Tale tale)
    {
        // Messages reach who follows the agency account and has signed in there once.
        var lead = await tale.Lead();
        await tale.TechnicalLead();
        foreach (var key in new[] { tale.LeadKey, tale.TechnicalLeadKey, tale.OperatorKey })
        {
            await tale.Phone(key).Follow("agency");
        }

        await Choose(tale, lead);
        tale.Saw($"{Demo.Person(tale.LeadKey).Name} (lead) signed in by OAuth and opened 「{tale.ProjectName}」");
        if (tale.Profile.CheckIn)
        {
            var worker = await tale.Operator();
            tale.Refused("starting work without a bound contact", await worker.Post("/visits", new { projectId = tale.ProjectId }), "visit.no_contact", "OWN-10");
        }

        var invitation = (await lead.Post($"/projects/{tale.ProjectId}/contact-invitation")).ShouldBeOk();
        var (scene, content) = (invitation["scene"].GetString()!, invitation["content"].GetString()!);
        await Scan(tale, invitation, content);

        var contact = await tale.Contact();
        var page = (await contact.Get($"/invitations/{scene}")).ShouldBeOk();
        Tale.MustEqual(tale.ProjectName, page["projectName"].GetString(), "the project on the binding page");
        tale.Refused("binding somebody who is no employee", await contact.Post("/bindings", await Unemployed(contact, scene)), "contact.not_an_employee", "OWN-07");
        var bound = (await contact.Post("/bindings", await Form(tale, contact, scene))).ShouldBeOk();
        tale.ContactId = bound["contactId"].GetGuid();
        var contacts = await Contacts(tale, lead);
        Tale.Must(contacts.Contains(tale.ContactId), $"the project's contacts: expected {tale.ContactId}, was {string.Join(", ", contacts)}");
        tale.Saw($"{Demo.Person(tale.ContactKey).Name} filled in the form and is bound");

        var again = await tale.Phone(tale.ContactKey).Scan(content);
        Tale.MustEqual("SCAN", again.GetProperty("event").GetString(), "the event of the second scan");
        var twice = (await contact.Post("/bindings", await Form(tale, contact, scene))).ShouldBeOk();
        Tale.Must(twice["alreadyBound"].GetBoolean() && twice["contactId"].GetGuid() == tale.ContactId, $"the second scan: expected the same contact, was {twice.Text}");
        Tale.MustEqual(contacts.Count, (await Contacts(tale, lead)).Count, "contacts after the second scan");
        tale.Saw("second scan (SCAN): same contact, nothing doubled");
    }

    /// <summary>A project that no telling has used this month: each reserved one serves once.</summary>
    private static async Task Choose(Tale tale, AgencyClient lead)
    {
        for (var n = 1; n <= Reserved; n++)
        {
            tale.ProjectKey = $"{tale.Region}-story-{n}";
            var plans = await lead.Get($"/plans?projectId={tale.ProjectId}&month={tale.Month}");
            if (plans.ShouldBeOk()["total"].GetInt32() == 0)
            {
                return;
            }
        }

        throw new NotObserved(
            $"all {Reserved} projects that are kept for the story in {tale.Region} have this month's plan already; run scripts/start --background --reset to begin anew");
    }

    /// <summary>The picture is really decoded, and WeChat really calls back, in safe mode.</summary>
    private static async Task Scan(Tale tale, Answer invitation, string content)
    {
        using var wechat = new HttpClient();
        var png = await wechat.GetByteArrayAsync(invitation["imageUrl"].GetString());
        await File.WriteAllBytesAsync(tale.QrPath, png);
        var decoded = await Programs.Decode(tale.QrPath);
        Tale.MustEqual(content, decoded, "what the QR picture says");

        // As on a new phone: whoever followed in an earlier telling does so again.
        var phone = tale.Phone(tale.ContactKey);
        await phone.Unfollow("owner");
        var scan = await phone.ScanPicture(png);
        Tale.MustEqual("subscribe", scan.GetProperty("event").GetString(), "the event of the first scan");
        var callback = scan.GetProperty("callback");
        Tale.MustEqual("Replied", callback.GetProperty("outcome").GetString(), "the Host's answer to the subscribe callback");
        var attempt = callback.GetProperty("attempts").EnumerateArray().Last();
        Tale.Must((await phone.Card()).GetProperty("follows").GetProperty("owner").GetBoolean(), "the contact's phone: expected to follow the owner account");
        var reply = callback.GetProperty("reply").GetProperty("text").GetString() ?? "";
        Tale.Must(reply.Contains("/owner/bind?scene=", StringComparison.Ordinal), $"the reply in the chat: expected the link to the form, was {reply}");
        tale.Saw($"decoded {decoded}; scan followed the owner account, encrypted subscribe callback answered in {Math.Round(Milliseconds(attempt))} ms with the link to the form");
    }

    private static double Milliseconds(JsonElement attempt) => attempt.GetProperty("milliseconds").GetDouble();

    /// <summary>Asks for one SMS code in all: a code that no binding used up is asked for again only after a minute.</summary>
    private static async Task<object> Form(Tale tale, Caller contact, string scene) => await tale.Sandbox.BindingForm(contact, scene, tale.ContactKey);

    private static async Task<object> Unemployed(Caller contact, string scene)
    {
        var page = (await contact.Get($"/invitations/{scene}")).ShouldBeOk();
        return new { scene, name = "周桂兰", isEmployee = false, consentVersion = page["privacyVersion"].GetString() };
    }

    private static async Task<List<Guid>> Contacts(Tale tale, AgencyClient lead) =>
        [.. (await lead.Get($"/projects/{tale.ProjectId}")).ShouldBeOk()["contacts"].EnumerateArray().Select(c => c.GetProperty("id").GetGuid())];
}
