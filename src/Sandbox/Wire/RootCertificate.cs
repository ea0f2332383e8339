using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace WeChatService.Sandbox.Wire;

/// <summary>
/// A certificate authority made at start, valid for a day, known to nobody but this process: it certifies whatever host name
/// a client asks for. Clients under test are told to trust <see cref="Pem"/>; nobody else should.
/// </summary>
public sealed class RootCertificate : IDisposable
{
    const int MostHosts = 256;

    readonly Lock _lock = new();
    readonly Dictionary<string, X509Certificate2> _byHost = new(StringComparer.OrdinalIgnoreCase);
    X509Certificate2? _root;

    /// <summary>The root's certificate (no key) as PEM.</summary>
    public string Pem
    {
        get { lock (_lock) return Root.ExportCertificatePem() + "\n"; }
    }

    /// <summary>A certificate for the host, made on first demand.</summary>
    public X509Certificate2 For(string host)
    {
        lock (_lock)
        {
            if (_byHost.TryGetValue(host, out X509Certificate2? known)) return known;
            if (_byHost.Count >= MostHosts) return _byHost["localhost"];
            if (_byHost.Count == 0 && host != "localhost") _byHost["localhost"] = Certify("localhost");
            return _byHost[host] = Certify(host);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (X509Certificate2 certificate in _byHost.Values) certificate.Dispose();
            _root?.Dispose();
        }
    }

    X509Certificate2 Root => _root ??= MakeRoot();

    static X509Certificate2 MakeRoot()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Sandbox test root, O=not a real authority", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddHours(-1), now.AddDays(2));
    }

    X509Certificate2 Certify(string host)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={(host.Length <= 64 ? host : "sandbox")}", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        if (IPAddress.TryParse(host, out IPAddress? address)) names.AddIpAddress(address);
        else names.AddDnsName(host);
        if (host == "localhost") names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, false));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Root, true, false));
        DateTimeOffset now = TimeProvider.System.GetUtcNow();
        using X509Certificate2 certificate = request.Create(Root, now.AddMinutes(-30), now.AddDays(1), RandomNumberGenerator.GetBytes(12));
        return certificate.CopyWithPrivateKey(key);
    }
}
