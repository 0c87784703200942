using System.Globalization;

namespace AsyncAnalyzers.Corpus.Loading;

/// <summary>Which of several target frameworks is the newest.</summary>
internal static class TargetFrameworkOrder
{
    /// <summary>Greater for the newer: .NET, then .NET Standard, then .NET Framework; one without an operating system before those with one.</summary>
    public static double Of(string targetFramework)
    {
        string[] parts = targetFramework.ToLowerInvariant().Split('-', 2);
        double platform = parts.Length > 1 ? 0 : 0.001;
        string name = parts[0];
        if (name.StartsWith("netstandard", StringComparison.Ordinal))
        {
            return 1000 + Number(name["netstandard".Length..]) + platform;
        }

        if (name.StartsWith("netcoreapp", StringComparison.Ordinal))
        {
            return 2000 + Number(name["netcoreapp".Length..]) + platform;
        }

        if (!name.StartsWith("net", StringComparison.Ordinal))
        {
            return 0;
        }

        return name.Contains('.') ? 2000 + Number(name[3..]) + platform : Number("0." + name[3..]) + platform;
    }

    private static double Number(string text) => double.TryParse(text, CultureInfo.InvariantCulture, out double number) ? number : 0;
}
