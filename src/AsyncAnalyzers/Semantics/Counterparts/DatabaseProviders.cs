namespace AsyncAnalyzers.Semantics;

/// <summary>
/// The databases that Entity Framework is set up for: SQLite works on the thread of its caller, whichever of two methods is called.
/// </summary>
internal static class DatabaseProviders
{
    private const string Sqlite = "UseSqlite";

    private static readonly string[] Others =
    {
        "UseSqlServer", "UseAzureSql", "UseAzureSynapse", "UseNpgsql", "UseMySql", "UseMySQL", "UseOracle", "UseCosmos",
        "UseFirebird", "UseDb2", "UseIBMi", "UseSnowflake", "UseMongoDB", "UseJet", "UseSqlCe", "UseSpanner", "UseTeradata", "UseProgress",
        "UseGaussDB", "UseDm", "UseClickHouse", "UseDuckDb", "UseVistaDb", "UseSqlAnywhere", "UseHana", "UseYdb", "UseDatabase",
    };

    /// <summary>The method is Entity Framework's, and the one database that the compilation names is SQLite.</summary>
    public static bool AreSynchronousFor(IMethodSymbol method, CodeModel model)
        => IsOfEntityFramework(method)
            && IsUsed(Sqlite, model) && !Array.Exists(Others, name => IsUsed(name, model));

    private static bool IsUsed(string name, CodeModel model)
        => ProjectMentions.Of(name, model.Compilation, model.CancellationToken)
            .Any(static mention => CallSyntax.InvocationOf(mention) is not null);

    private static bool IsOfEntityFramework(IMethodSymbol method)
        => method.ContainingNamespace is { Name: "EntityFrameworkCore", ContainingNamespace.Name: "Microsoft" };
}
