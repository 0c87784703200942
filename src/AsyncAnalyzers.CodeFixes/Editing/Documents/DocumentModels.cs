namespace AsyncAnalyzers.Editing;

/// <summary>The model of a document.</summary>
internal static class DocumentModels
{
    /// <param name="document">A C# document.</param>
    /// <param name="cancellationToken">Stops the search, and whatever the model is asked later.</param>
    public static async Task<CodeModel> GetCodeModelAsync(this Document document, CancellationToken cancellationToken)
        => CodeModel.Of((await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false))!, cancellationToken);
}
