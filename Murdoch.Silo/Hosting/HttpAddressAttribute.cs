using System.ComponentModel.DataAnnotations;

namespace Murdoch.Silo.Hosting;

/// <summary>An absolute http or https address, or nothing.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class HttpAddressAttribute : ValidationAttribute
{
    public HttpAddressAttribute() => ErrorMessage = "an http or https address such as https://example.com";

    public override bool IsValid(object? value) => value is null ||
        (value is string text && Uri.TryCreate(text, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps));
}
