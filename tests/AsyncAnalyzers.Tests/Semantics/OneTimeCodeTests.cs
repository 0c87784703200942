using Verify = AsyncAnalyzers.Tests.Verification.Verify<
    AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncAnalyzer, AsyncAnalyzers.Rules.Blocking.ASYNC1004SynchronousCallInAsyncCodeFix>;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>Code that installs, seeds or migrates runs once, while nobody else waits.</summary>
public class OneTimeCodeTests
{
    [Theory]
    // by the type
    [InlineData("partial class InstallationService", "Products")]
    [InlineData("class PluginInstaller", "Run")]
    [InlineData("class ProductSeeder", "Run")]
    [InlineData("class SeedData", "AddAsync")]
    [InlineData("class UserMigration", "Up")]
    [InlineData("class DatabaseMigrator", "Run")]
    [InlineData("class AddUsers : Migration", "Up")]
    [InlineData("class AddUsers : MigrationBase", "Up")]
    [InlineData("class AddUsers : IMigration", "Up")]
    [InlineData("class DbInitializer", "Initialize")]
    [InlineData("class DatabaseInitialiser", "Run")]
    [InlineData("class DataContextInitializer", "Run")]
    // by the method
    [InlineData("class Plugin", "Install")]
    [InlineData("class Plugin", "InstallProducts")]
    [InlineData("class Plugin", "UninstallAsync")]
    [InlineData("class Db", "SeedAsync")]
    [InlineData("class Db", "Migrate")]
    [InlineData("class Db", "EnsureCreatedAsync")]
    [InlineData("class Startup", "ConfigureAsync")]
    public async Task Says_less(string type, string method)
    {
        await Verify.SilentAsync(Class(type, method, "_repository.Insert(3);"));
        await Verify.SilentAsync(Class(type, method, "async Task Inner() { await Task.Yield(); _repository.Insert(3); } await Inner();"));
        await Verify.SilentAsync(Class(type, method, "Func<Task> inner = async () => { await Task.Yield(); _repository.Insert(3); }; await inner();"));
        await Verify.FixesAsync(
            Class(type, method, "{|#0:File.ReadAllText(\"a\")|};"),
            Class(type, method, "await File.ReadAllTextAsync(\"a\");"),
            configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1004", DiagnosticSeverity.Info).WithLocation(0)));
    }

    [Theory]
    [InlineData("class ViewInitializer", "Run")]
    [InlineData("class InitializerOfData", "Run")]
    [InlineData("class Plugin", "Installed")]
    [InlineData("class Plugin", "GetInstalledAsync")]
    [InlineData("class Db", "Seeds")]
    [InlineData("class Db", "EnsureOpen")]
    [InlineData("class Db", "Save")]
    [InlineData("class Db", "CreateEnsured")]
    [InlineData("class Reseeding", "Run")]
    [InlineData("class Migrations", "Run")]
    [InlineData("class Startup", "Run")]
    [InlineData("class Users : Emigration", "Up")]
    public async Task Says_all(string type, string method)
    {
        await Verify.FixesAsync(
            Class(type, method, "{|#0:_repository.Insert(3)|};"),
            Class(type, method, "await _repository.InsertAsync(3);"),
            configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1004", DiagnosticSeverity.Info).WithLocation(0)));
        await Verify.FixesAsync(
            Class(type, method, "{|#0:File.ReadAllText(\"a\")|};"),
            Class(type, method, "await File.ReadAllTextAsync(\"a\");"),
            configure: test => test.ExpectedDiagnostics.Add(new DiagnosticResult("ASYNC1004", DiagnosticSeverity.Warning).WithLocation(0)));
    }

    private static string Class(string type, string method, string statement) =>
        $$"""
        interface IRepository { void Insert(int n); Task InsertAsync(int n); }
        class Migration { } class MigrationBase { } interface IMigration { } class Emigration { }
        {{type}}
        {
            IRepository _repository = null!;
            async Task {{method}}()
            {
                await Task.Yield();
                {{statement}}
            }
        }
        """;
}
