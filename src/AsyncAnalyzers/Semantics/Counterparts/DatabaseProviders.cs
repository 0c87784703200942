namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The databases that Entity Framework is set up for: SQLite works on the thread of its caller, whichever of two methods is called.
/// </summary>
internal static class DatabaseProviders
{
    private const string Sqlite = "UseSqlite";
    private const string InMemory = "UseInMemoryDatabase";

    private static readonly HashSet<string> Methods = new(StringComparer.Ordinal)
    {
        Sqlite, InMemory, "UseSqlServer", "UseAzureSql", "UseAzureSynapse", "UseNpgsql", "UseMySql", "UseMySQL", "UseOracle", "UseCosmos",
        "UseFirebird", "UseDb2", "UseIBMi", "UseSnowflake", "UseMongoDB", "UseJet", "UseSqlCe", "UseSpanner", "UseTeradata", "UseProgress",
        "UseGaussDB", "UseDm", "UseClickHouse", "UseDuckDb", "UseVistaDb", "UseSqlAnywhere", "UseHana", "UseYdb", "UseDatabase",
    };

    private static readonly TreeNames Providers = new(static (tree, cancellationToken) => tree.GetRoot(cancellationToken).Descendants()
        .OfType<SimpleNameSyntax>()
        .Where(static name => Methods.Contains(name.Identifier.ValueText) && CallSyntax.InvocationOf(name) is not null)
        .Select(static name => name.Identifier.ValueText).Distinct());

    /// <summary>The method is Entity Framework's, and the one database that the compilation names is SQLite.</summary>
    public static bool AreSynchronousFor(IMethodSymbol method, CodeModel model)
        => IsOfEntityFramework(method)
            && Providers.Of(model.Compilation, model.CancellationToken) is { Count: > 0 } named
            && named.Contains(Sqlite) && named.All(static name => name is Sqlite or InMemory);

    private static bool IsOfEntityFramework(IMethodSymbol method)
        => method.ContainingNamespace is { Name: "EntityFrameworkCore", ContainingNamespace.Name: "Microsoft" };
}
