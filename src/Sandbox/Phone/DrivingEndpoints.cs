using WeChatService.Sandbox.Inspect;
using WeChatService.Sandbox.Setting;
using WeChatService.Sandbox.TencentCloud;
using WeChatService.Sandbox.WeChat;

namespace WeChatService.Sandbox.Phone;

public sealed record AccountRequest(string? Account, string? Scene = null);

public sealed record ScanRequest(string? Content, byte[]? PngBase64);

public sealed record MenuRequest(string? Account, string? Key);

public sealed record TextRequest(string? Account, string? Content);

public sealed record PlaceRequest(double? Latitude, double? Longitude, double? Accuracy, bool? Denied);

public sealed record FaceScoreRequest(double? Score);

/// <summary>/__sandbox/people/*: what a person does with the phone.</summary>
public static class DrivingEndpoints
{
    public static void MapDriving(this IEndpointRouteBuilder app)
    {
        RouteGroupBuilder people = app.MapGroup("/__sandbox/people").AddEndpointFilter(DrivingProblem.Answer);
        people.MapGet("", (PeopleView view, People all) => all.All.Select(view.Of));
        people.MapGet("{key}", (string key, PeopleView view, People all, HttpContext context) => view.Of(Known(all, key, context)));
        people.MapGet("{key}/portrait", (string key, People all, HttpContext context) =>
            Results.Bytes(Portrait(all, Known(all, key, context)), "image/jpeg"));
        people.MapGet("{key}/selfie", Selfie);
        people.MapFollowing();
        people.MapTalking();
        people.MapStanding();
        people.MapMiniProgramActs();
        people.MapFurtherEvents();
    }

    static void MapFollowing(this RouteGroupBuilder people)
    {
        people.MapPost("{key}/follow", async (string key, AccountRequest asked, HttpContext context, People all, DemoAccounts accounts, Followers followers, Chats chats, CallbackDriver callbacks, SandboxClock clock) =>
        {
            Person person = Known(all, key, context);
            DemoAccount account = ServiceAccount(accounts, asked.Account);
            bool changed = followers.Begin(person, account.Kind, asked.Scene, clock.GetUtcNow());
            if (changed) chats.AddText(person, account.Kind, "system", $"你已关注{account.Name}");
            Delivery? callback = changed
                ? await callbacks.Send(account, CallbackMessage.Subscribe(all.OpenId(person, account.Kind), null, null, TimeProvider.System.GetUtcNow()))
                : null;
            return new { follows = true, changed, callback };
        });
        people.MapPost("{key}/unfollow", async (string key, AccountRequest asked, HttpContext context, People all, DemoAccounts accounts, Followers followers, CallbackDriver callbacks) =>
        {
            Person person = Known(all, key, context);
            DemoAccount account = ServiceAccount(accounts, asked.Account);
            bool changed = followers.End(person, account.Kind);
            Delivery? callback = changed
                ? await callbacks.Send(account, CallbackMessage.Unsubscribe(all.OpenId(person, account.Kind), TimeProvider.System.GetUtcNow()))
                : null;
            return new { follows = false, changed, callback };
        });
        people.MapPost("{key}/scan", async (string key, ScanRequest asked, HttpContext context, People all, Scanner scanner) =>
        {
            Person person = Known(all, key, context);
            string content = asked.Content
                ?? (asked.PngBase64 is null ? throw new DrivingProblem(400, "qr.missing", "Give content or pngBase64.")
                    : await Scanner.Decode(asked.PngBase64, context.RequestAborted) ?? throw new DrivingProblem(422, "qr.not_found", "No QR code in this picture."));
            return await scanner.Scan(person, content);
        });
    }

    static void MapTalking(this RouteGroupBuilder people)
    {
        people.MapPost("{key}/menu", async (string key, MenuRequest asked, HttpContext context, People all, DemoAccounts accounts, Menus menus, Followers followers, CallbackDriver callbacks) =>
        {
            Person person = Known(all, key, context);
            DemoAccount account = ServiceAccount(accounts, asked.Account);
            RequireFollowing(followers, person, account);
            MenuButton button = menus.Find(account.Kind, asked.Key ?? "") ?? throw new DrivingProblem(404, "menu.unknown", "The account's menu has no such button.");
            string openId = all.OpenId(person, account.Kind);
            DateTimeOffset now = TimeProvider.System.GetUtcNow();
            CallbackMessage message = button.Type switch
            {
                "view" => CallbackMessage.View(openId, button.Url!, 418_000_001, now),
                "miniprogram" => CallbackMessage.ViewMiniProgram(openId, button.PagePath ?? "", 418_000_001, now),
                _ => CallbackMessage.Click(openId, button.Key!, now),
            };
            return new { type = button.Type, url = button.Url, appId = button.AppId, pagePath = button.PagePath, callback = await callbacks.Send(account, message) };
        });
        people.MapPost("{key}/text", async (string key, TextRequest asked, HttpContext context, People all, DemoAccounts accounts, Followers followers, Chats chats, CallbackDriver callbacks) =>
        {
            Person person = Known(all, key, context);
            DemoAccount account = ServiceAccount(accounts, asked.Account);
            RequireFollowing(followers, person, account);
            if (asked.Content is not { Length: > 0 and <= 2000 } text) throw new DrivingProblem(400, "text.missing", "Give content of 1 to 2000 characters.");
            ChatMessage said = chats.AddText(person, account.Kind, "person", text);
            Delivery callback = await callbacks.Send(account,
                CallbackMessage.Text(all.OpenId(person, account.Kind), text, said.Id, TimeProvider.System.GetUtcNow()));
            return new { callback };
        });
        people.MapGet("{key}/chats", (string key, HttpContext context, People all, DemoAccounts accounts, Followers followers, Chats chats) =>
        {
            Person person = Known(all, key, context);
            return accounts.All.Select(a => new
            {
                account = a.PathName,
                name = a.Name,
                follows = followers.Follows(person, a.Kind),
                unread = chats.Unread(person, a.Kind),
                last = chats.Of(person, a.Kind).LastOrDefault(),
            });
        });
        people.MapGet("{key}/chats/{account}", (string key, string account, long? after, HttpContext context, People all, DemoAccounts accounts, Chats chats) =>
            chats.Of(Known(all, key, context), Account(accounts, account).Kind, after ?? 0));
        people.MapPost("{key}/chats/{account}/read", (string key, string account, HttpContext context, People all, DemoAccounts accounts, Chats chats) =>
        {
            chats.MarkRead(Known(all, key, context), Account(accounts, account).Kind);
            return Results.NoContent();
        });
    }

    static void MapStanding(this RouteGroupBuilder people)
    {
        people.MapGet("{key}/place", (string key, HttpContext context, People all, Followers followers) =>
            Results.Json(followers.PlaceOf(Known(all, key, context))));
        people.MapPost("{key}/place", (string key, PlaceRequest asked, HttpContext context, People all, Followers followers) =>
        {
            Person person = Known(all, key, context);
            Place place = asked.Denied == true
                ? new Place(0, 0, 0, Denied: true)
                : asked is { Latitude: >= -90 and <= 90, Longitude: >= -180 and <= 180 }
                    ? new Place(asked.Latitude.Value, asked.Longitude.Value, asked.Accuracy is > 0 ? asked.Accuracy.Value : 12)
                    : throw new DrivingProblem(400, "place.out_of_range", "Latitude is -90 to 90 and longitude -180 to 180 degrees.");
            followers.Put(person, place);
            return Results.Json(place);
        });
        people.MapDelete("{key}/place", (string key, HttpContext context, People all, Followers followers) =>
        {
            followers.Put(Known(all, key, context), null);
            return Results.NoContent();
        });
        people.MapPost("{key}/face-score", (string key, FaceScoreRequest asked, HttpContext context, People all, Followers followers) =>
        {
            if (asked.Score is < 0 or > 100) throw new DrivingProblem(400, "face.score_out_of_range", "The score is 0 to 100.");
            followers.SetFaceScore(Known(all, key, context), asked.Score);
            return Results.NoContent();
        });
    }

    /// <summary>A picture as a camera would give it: the same motif, never the same bytes.</summary>
    static IResult Selfie(string key, string? scene, HttpContext context, People all)
    {
        Person person = Known(all, key, context);
        byte[] fresh = Random.Shared.GetItems("0123456789abcdef"u8, 16);
        string stamp = $"wcs-shot:{TimeProvider.System.GetUtcNow():O}:{System.Text.Encoding.ASCII.GetString(fresh)}";
        if (scene is null or "selfie") return Results.Bytes(Jpeg.WithComments(Portrait(all, person), ["wcs-person:" + person.Key, stamp]), "image/jpeg");
        byte[] photo = all.ScenePhoto(scene, Random.Shared.Next(1000))
            ?? throw new DrivingProblem(404, "photo.missing", "Scenes are site, controller, item and the file names in config/demo/photos.");
        return Results.Bytes(Jpeg.WithComments(photo, ["wcs-scene:" + scene, stamp]), "image/jpeg");
    }

    static byte[] Portrait(People all, Person person) =>
        all.PortraitOf(person) ?? throw new DrivingProblem(404, "portrait.missing", $"There is no portrait of {person.Key}.");

    internal static Person Known(People all, string key, HttpContext context)
    {
        Person person = all.Find(key) ?? throw new DrivingProblem(404, "person.unknown", $"people.json has no {key}.");
        RequestLogging.NotePerson(context, person);
        return person;
    }

    internal static DemoAccount Account(DemoAccounts accounts, string? name) =>
        accounts.ByPathName(name) ?? throw new DrivingProblem(400, "account.unknown", "Accounts are agency, owner and miniprogram.");

    internal static DemoAccount ServiceAccount(DemoAccounts accounts, string? name) => Account(accounts, name) is { Kind: not AccountKind.MiniProgram } account
        ? account
        : throw new DrivingProblem(400, "account.not_a_service_account", "Only agency and owner have chats and followers.");

    internal static void RequireFollowing(Followers followers, Person person, DemoAccount account)
    {
        if (!followers.Follows(person, account.Kind)) throw new DrivingProblem(409, "person.does_not_follow", $"{person.Name} does not follow {account.Name}.");
    }
}
