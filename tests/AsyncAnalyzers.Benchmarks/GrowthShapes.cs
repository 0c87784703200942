using System.Text;

namespace AsyncAnalyzers.Benchmarks;

/// <summary>Code of a size that only machines write, made at any size: what it takes to analyze must grow as the size does.</summary>
/// <param name="Name">What is large about it.</param>
/// <param name="Size">The smallest size that is measured; the others are two and four times as large.</param>
/// <param name="Write">Writes the source at a size.</param>
internal sealed record GrowthShape(string Name, int Size, Action<StringBuilder, int> Write)
{
    private const string Usings = "using System; using System.Collections.Generic; using System.IO; using System.Linq; using System.Threading; using System.Threading.Tasks;\n";

    /// <summary>All shapes.</summary>
    public static IReadOnlyList<GrowthShape> All { get; } =
    [
        new("one method of that many statements", 10_000, OneMethod),
        new("a chain of calls that deep, which sleeps at its end", 5_000, CallChain),
        new("that many methods that call each other", 2_000, MutualRecursion),
        new("a class of that many members", 5_000, ManyMembers),
        new("a class of that many members, a tenth as many fields behind locks", 2_000, LockedFields),
        new("a migration that creates that many tables (550 kB at four times)", 600, Migration),
        new("a method of that many waits without the token in scope", 1_000, WaitsWithoutToken),
        new("queries of a database in lambdas that deep, nothing to report", 2, NestedLambdas),
    ];

    /// <summary>The source at a size.</summary>
    public string Source(int size)
    {
        var text = new StringBuilder(Usings);
        Write(text, size);
        return text.ToString();
    }

    private static void OneMethod(StringBuilder text, int size)
    {
        text.Append("class C { int n; Task<int> F() => Task.FromResult(1); async Task M(Task<int> t, Stream s, byte[] b) { int x = 0; await Task.Yield();\n");
        for (int i = 0; i < size; i += 8)
        {
            text.Append($"t = F(); x += await t; x += t.Result; n++; if (x > {i}) {{ s.Flush(); }} lock (b) {{ n--; }} x = b.Length + x * 3; F();\n");
        }

        text.Append("} }");
    }

    private static void CallChain(StringBuilder text, int size)
    {
        text.Append("class C { async Task M() { await Task.Yield(); M0(); }\n");
        for (int i = 0; i < size; i++)
        {
            text.Append($"void M{i}() {{ M{i + 1}(); }}\n");
        }

        text.Append($"void M{size}() {{ Thread.Sleep(1); }} }}");
    }

    private static void MutualRecursion(StringBuilder text, int size)
    {
        text.Append("class C { static int n; async Task M() { await Task.Yield(); M0(); }\n");
        for (int i = 0; i < size; i++)
        {
            text.Append($"static void M{i}() {{ if (n++ > 9) M{(i * 7 + 1) % size}(); M{(i * 3 + 2) % size}(); {(i == size - 1 ? "Thread.Sleep(1);" : "")} }}\n");
        }

        text.Append('}');
    }

    private static void ManyMembers(StringBuilder text, int size)
    {
        text.Append("class C {\n");
        for (int i = 0; i < size; i += 5)
        {
            text.Append($$"""
                private readonly object gate{{i}} = new(); private int count{{i}}; public int P{{i}} { get; set; }
                public async Task<string> Load{{i}}Async(string path) { count{{i}}++; Save{{i}}(path); lock (gate{{i}}) { P{{i}}++; } return await File.ReadAllTextAsync(path); }
                private void Save{{i}}(string path) { File.WriteAllText(path, P{{i}}.ToString()); }

                """);
        }

        text.Append('}');
    }

    private static void LockedFields(StringBuilder text, int size)
    {
        int fields = size / 10;
        text.Append("class C { private readonly object gate = new();\n");
        for (int i = 0; i < fields; i++)
        {
            text.Append($"private int a{i}; private long b{i};\n");
        }

        for (int i = 0; i < size; i += 4)
        {
            int field = i % fields;
            text.Append($$"""
                public Task Start{{i}}() => Task.WhenAll(Task.Run(() => Add{{i}}()), Task.Run(() => Add{{i}}()));
                private void Add{{i}}() { lock (gate) { a{{field}}++; Inner{{i}}(); } }
                private void Inner{{i}}() { b{{field}} += 2; if (a{{field}} > 9) Add{{(i + 4) % size}}(); }
                public long Read{{i}}() { lock (gate) { return a{{field}} + b{{field}}; } }

                """);
        }

        text.Append('}');
    }

    private static void Migration(StringBuilder text, int size)
    {
        text.Append("""
            class Table { public Table Column(string name, string type, bool nullable = true, int? maxLength = null) => this; public Table PrimaryKey(string name, Func<Row, object> key) => this; }
            class Row { public int Id; public int Wait; public string Result = ""; }
            class Builder { public void CreateTable(string name, Action<Table> columns) { } public void CreateIndex(string name, string table, string column) { } }
            class Migration { protected void Up(Builder builder) {

            """);
        for (int i = 0; i < size; i++)
        {
            text.Append($$"""
                builder.CreateTable(name: "Table{{i}}", columns: table => table.Column("Id", "int", nullable: false).Column("Name{{i}}", "nvarchar", maxLength: 256).Column("Read", "bit").PrimaryKey("PK_{{i}}", x => x.Id));
                builder.CreateIndex("IX_{{i}}", "Table{{i}}", "Name{{i}}");

                """);
        }

        text.Append("} }");
    }

    private static void WaitsWithoutToken(StringBuilder text, int size)
    {
        text.Append("class C { int n; Task<int> ReadAsync(int i, CancellationToken t = default) => Task.FromResult(i); async Task M(CancellationToken token) { int x = 0; while (x < 9 && !token.IsCancellationRequested) { try {\n");
        for (int i = 0; i < size; i += 2)
        {
            text.Append($"await Task.Delay({i}); n = await ReadAsync(x);\n");
        }

        text.Append("} catch (InvalidOperationException) { } } n = 0; } }");
    }

    private static void NestedLambdas(StringBuilder text, int depth)
    {
        const int Methods = 20;
        text.Append("""
            class Item { public int Id; public List<Item> Items { get; } = new(); }
            class Context { public IQueryable<Item> Items => throw new NotImplementedException(); }
            namespace Microsoft.EntityFrameworkCore
            {
                static class EntityFrameworkQueryableExtensions
                {
                    public static Task<bool> AnyAsync<T>(this IQueryable<T> source, System.Linq.Expressions.Expression<Func<T, bool>> predicate, CancellationToken cancellationToken = default) => throw new NotImplementedException();
                    public static Task<List<T>> ToListAsync<T>(this IQueryable<T> source, CancellationToken cancellationToken = default) => throw new NotImplementedException();
                }
            }
            class C { Context db = new();

            """);
        for (int i = 0; i < Methods; i++)
        {
            text.Append($"async Task<List<Item>> M{i}(int id) => await Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions.ToListAsync(db.Items.Where(x0 => x0.Id == id");
            for (int level = 1; level <= depth; level++)
            {
                text.Append($" && x{level - 1}.Items.Any(x{level} => x{level}.Id == x{level - 1}.Id");
            }

            text.Append(')', depth + 2).Append(";\n");
        }

        text.Append('}');
    }
}
