using AsyncAnalyzers.Semantics;

namespace AsyncAnalyzers.Tests.Semantics;

/// <summary>What a name says of the work.</summary>
public class WorkNamesTests
{
    [Theory]
    [InlineData("RollbackAsync", nameof(WorkKinds.Undo))]
    [InlineData("RollBackAsync", nameof(WorkKinds.Undo))]
    [InlineData("TryReleaseAsync", nameof(WorkKinds.Undo))]
    [InlineData("LogoutAsync", nameof(WorkKinds.Undo))]
    [InlineData("DeleteAsync", nameof(WorkKinds.Removal))]
    [InlineData("ExecuteDeleteAsync", nameof(WorkKinds.Removal))]
    [InlineData("SaveChangesAsync", nameof(WorkKinds.State))]
    [InlineData("MarkFailed", nameof(WorkKinds.State))]
    [InlineData("CommitAsync", nameof(WorkKinds.Settlement))]
    [InlineData("AckAsync", nameof(WorkKinds.Settlement))]
    [InlineData("SendAsync", nameof(WorkKinds.Message))]
    [InlineData("UploadAsync", nameof(WorkKinds.Change))]
    [InlineData("DrainAsync", nameof(WorkKinds.Ending))]
    [InlineData("LogAsync", nameof(WorkKinds.Ending))]
    [InlineData("GetAsync", nameof(WorkKinds.Read))]
    [InlineData("ToListAsync", nameof(WorkKinds.Read))]
    [InlineData("ExecuteReaderAsync", nameof(WorkKinds.Read))]
    [InlineData("Stop", nameof(WorkKinds.Closing))]
    public void Kind(string name, string expected)
        => Assert.Contains(expected, WorkNames.KindsOf(name).ToString().Split(", "));

    [Theory]
    [InlineData("")]
    [InlineData("Execute")]
    [InlineData("ExecuteAsync")]
    [InlineData("TryAsync")]
    [InlineData("Settle")]
    [InlineData("Deleted")]
    [InlineData("WorkAsync")]
    public void No_kind(string name) => Assert.Equal(WorkKinds.None, WorkNames.KindsOf(name));

    [Theory]
    [InlineData("CloseAsync", true)]
    [InlineData("OnShutdown", true)]
    [InlineData("OnStoppingAsync", true)]
    [InlineData("HandleStop", true)]
    [InlineData("TryDisposeAsync", true)]
    [InlineData("FlushAsync", true)]
    [InlineData("OnSave", false)]
    [InlineData("On", false)]
    [InlineData("DeleteAsync", false)]
    [InlineData("LeaveAsync", false)]
    [InlineData("WorkAndStop", false)]
    public void Closing(string function, bool expected) => Assert.Equal(expected, WorkNames.IsClosing(function));
}
