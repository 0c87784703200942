namespace AsyncAnalyzers.Rules.Cancellation;

/// <summary>The services of a generic host, which waits for their work when it stops.</summary>
internal static class HostedService
{
    public static bool Is(INamedTypeSymbol type, KnownTypes types)
        => types.HostedService is { } hosted && type.AllInterfaces.Any(implemented => implemented.Is(hosted));

    /// <summary><c>ExecuteAsync(CancellationToken)</c> of a background service: its token is cancelled when the host stops.</summary>
    public static bool RunsUntilStopped(IMethodSymbol? method, INamedTypeSymbol type, KnownTypes types)
        => method is { Name: "ExecuteAsync", IsOverride: true } && Is(type, types);
}
