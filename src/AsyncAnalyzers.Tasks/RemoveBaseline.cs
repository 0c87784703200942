namespace AsyncAnalyzers.Tasks;

/// <summary>Takes every block of a baseline out of the .editorconfig files that the project sees.</summary>
public sealed class RemoveBaseline : BaselineTask
{
    private protected override bool Run()
    {
        foreach (string path in EditorConfigs())
        {
            BaselineBlocks blocks = BaselineBlocks.Of(path);
            blocks.RemoveAll();
            // The compiler has been promised the file: it is emptied, not deleted.
            if (blocks.Save())
            {
                Tell(blocks.Text.Length == 0 ? $"removed from {path}, which is empty now: delete it." : $"removed from {path}.");
            }
        }

        return true;
    }
}
