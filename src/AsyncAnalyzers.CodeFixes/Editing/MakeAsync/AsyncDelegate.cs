namespace AsyncAnalyzers.Editing;

using static SyntaxFactory;

/// <summary>The delegate type that returns a task where another returns nothing, or a value.</summary>
internal static class AsyncDelegate
{
    /// <summary>
    /// <c>Func&lt;Task&gt;</c> for <c>Action</c>, and so on; null for other delegates, and where the type is written by another name.
    /// </summary>
    public static TypeSyntax? Of(Document document, CodeModel model, TypeSyntax written, ITypeSymbol type)
    {
        TypeSyntax plain = written is NullableTypeSyntax nullable ? nullable.ElementType : written;
        SimpleNameSyntax? name = plain switch
        {
            SimpleNameSyntax simple => simple,
            QualifiedNameSyntax qualified => qualified.Right,
            AliasQualifiedNameSyntax aliased => aliased.Name,
            _ => null,
        };
        if (name is null
            || name.Identifier.ValueText != type.Name
            || type.ContainingNamespace is not { Name: "System", ContainingNamespace.IsGlobalNamespace: true })
        {
            return null;
        }

        List<TypeSyntax> arguments = name is GenericNameSyntax generic
            ? generic.TypeArgumentList.Arguments.ToList()
            : new List<TypeSyntax>();
        switch (type.Name)
        {
            case "Action":
                arguments.Add(TaskOf(document, model, PredefinedType(Token(SyntaxKind.VoidKeyword)), returnsVoid: true, written.SpanStart));
                break;
            case "Func":
                arguments[arguments.Count - 1] = TaskOf(
                    document, model, arguments[arguments.Count - 1], returnsVoid: false, written.SpanStart);
                break;
            case "Predicate":
                arguments.Add(
                    TaskOf(document, model, PredefinedType(Token(SyntaxKind.BoolKeyword)), returnsVoid: false, written.SpanStart));
                break;
            default:
                return null;
        }

        GenericNameSyntax changed = GenericName(
                Identifier("Func"),
                TypeArgumentList(SeparatedList(
                    arguments.Select(argument => argument.WithoutTrivia()),
                    Enumerable.Repeat(Token(SyntaxKind.CommaToken).WithTrailingTrivia(Space), arguments.Count - 1))))
            .WithTriviaFrom(name);
        return name == written ? changed : written.ReplaceNode(name, changed);
    }

    /// <summary><c>Task</c>, or <c>Task&lt;result&gt;</c>, in the place of a return type.</summary>
    public static TypeSyntax TaskOf(Document document, CodeModel model, TypeSyntax result, bool returnsVoid)
        => TaskOf(document, model, result, returnsVoid, result.SpanStart);

    private static TypeSyntax TaskOf(Document document, CodeModel model, TypeSyntax result, bool returnsVoid, int position)
        => TaskOf(AsyncEdit.TypeName(document, model, position, KnownTypes.Of(model.Compilation).Task!), result, returnsVoid);

    /// <param name="task">How <c>Task</c> is written there.</param>
    /// <param name="result">What becomes the type argument.</param>
    /// <param name="returnsVoid">There is no type argument.</param>
    public static TypeSyntax TaskOf(TypeSyntax task, TypeSyntax result, bool returnsVoid)
    {
        if (!returnsVoid)
        {
            GenericNameSyntax generic = GenericName(Identifier("Task"), TypeArgumentList(SingletonSeparatedList(result.WithoutTrivia())));
            task = task is QualifiedNameSyntax qualified ? qualified.WithRight(generic) : generic;
        }

        return task.WithTriviaFrom(result);
    }
}
