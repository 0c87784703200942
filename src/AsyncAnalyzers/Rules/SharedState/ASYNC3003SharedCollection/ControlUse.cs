namespace AsyncAnalyzers.Rules.SharedState;

/// <summary>
/// Code that handles controls, which only their thread may touch: it runs there, also behind an await. Told by names in a file that imports
/// a framework's namespace, for compilations that do not see the framework; those that do have a loop for all of their code.
/// </summary>
internal static class ControlUse
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal)
    {
        "Control", "Form", "UserControl", "Window", "Page", "Panel", "TreeView", "ListView", "DataGridView", "DataGrid", "TabControl",
        "TabPage", "UIElement", "FrameworkElement", "TextBox", "RichTextBox", "ListBox", "ComboBox", "ToolStrip", "MenuStrip",
    };

    private static readonly string[] Imports = { "System.Windows.Forms", "System.Windows.Controls", "System.Windows" };

    /// <summary>
    /// A parameter or local of the function has the type of a control, and no await of it says that the rest may run elsewhere.
    /// </summary>
    public static bool IsIn(SyntaxNode function, CodeModel model)
    {
        if (function.SyntaxTree.GetRoot(model.CancellationToken) is not CompilationUnitSyntax unit
            || !unit.Usings.Any(static one => Array.IndexOf(Imports, one.Name?.ToString()) >= 0))
        {
            return false;
        }

        SyntaxNode outer = FunctionSyntax.OutermostEnclosing(function);
        bool has = false;
        foreach (SyntaxNode node in outer.Descendants())
        {
            switch (node)
            {
                case InvocationExpressionSyntax call when CallSyntax.CalledName(call) == "ConfigureAwait":
                    return false;
                case ParameterSyntax { Type: { } type } when !has:
                    has = IsControl(type, model);
                    break;
                case VariableDeclarationSyntax declaration when !has:
                    has = IsControl(declaration.Type, model);
                    break;
            }
        }

        return has;
    }

    private static bool IsControl(TypeSyntax type, CodeModel model)
        => TypeNames.Of(type) is { } name && Names.Contains(name)
            && model.TypeOf(type is NullableTypeSyntax nullable ? nullable.ElementType : type)?.TypeKind is null or TypeKind.Error;
}
